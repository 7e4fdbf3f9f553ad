// What Web Chat is told about colours, sizes and words. The colours are CSS variables, so a change of theme is CSS only.

import { SEND_TIMEOUT } from "./connection.js";

const FONT = "var(--font)";

export const styleOptions = {
  accent: "var(--accent)",
  backgroundColor: "transparent",
  subtle: "var(--subtle)",
  primaryFont: FONT,
  monospaceFont: "var(--mono)",
  fontSizeSmall: "13px",
  rootHeight: "100%",
  rootWidth: "100%",
  paddingRegular: 12,
  paddingWide: 16,
  transitionDuration: "0s",

  avatarSize: 34,
  avatarBorderRadius: 10,
  botAvatarBackgroundColor: "transparent",
  botAvatarImage: new URL("./icon.svg", import.meta.url).href,
  botAvatarInitials: "Peering Bot",
  showAvatarInGroup: "status",

  bubbleBackground: "var(--surface)",
  bubbleBorderColor: "var(--line)",
  bubbleBorderRadius: 14,
  bubbleBorderWidth: 1,
  bubbleTextColor: "var(--ink)",
  bubbleMaxWidth: 730,
  bubbleMinHeight: 42,
  bubbleFromUserBackground: "var(--mine)",
  bubbleFromUserBorderColor: "var(--mine)",
  bubbleFromUserBorderRadius: 14,
  bubbleFromUserBorderWidth: 1,
  bubbleFromUserTextColor: "var(--mine-ink)",
  messageActivityWordBreak: "break-word",

  cardEmphasisBackgroundColor: "var(--page)",
  cardPushButtonBackgroundColor: "var(--accent)",
  cardPushButtonTextColor: "var(--on-accent)",

  // Only Markdown makes markup: HTML in a message is shown as it was written.
  markdownRenderHTML: false,
  markdownRespectCRLF: true,

  // A long answer stops with its beginning in view instead of running to its end.
  autoScrollSnapOnPage: true,
  autoScrollSnapOnPageOffset: -10,

  groupTimestamp: 60_000,
  timestampColor: "var(--subtle)",
  timestampFormat: "relative",

  hideUploadButton: true,
  sendBoxTextWrap: true,
  sendBoxHeight: 52,
  sendBoxMaxHeight: 220,
  sendBoxBackground: "var(--surface)",
  sendBoxTextColor: "var(--ink)",
  sendBoxPlaceholderColor: "var(--subtle)",
  sendBoxButtonColor: "var(--accent)",
  sendBoxButtonColorOnHover: "var(--accent)",
  sendBoxButtonColorOnFocus: "var(--accent)",
  sendBoxButtonColorOnActive: "var(--accent)",
  sendBoxButtonColorOnDisabled: "var(--subtle)",
  sendBoxButtonShadeColorOnHover: "var(--hover)",
  sendBoxButtonShadeColorOnFocus: "transparent",
  sendBoxButtonShadeColorOnActive: "var(--hover)",
  sendBoxButtonShadeBorderRadius: 10,
  sendBoxButtonShadeInset: 6,
  sendBoxButtonKeyboardFocusIndicatorBorderColor: "var(--focus)",
  sendBoxButtonKeyboardFocusIndicatorBorderRadius: 10,
  sendBoxButtonKeyboardFocusIndicatorBorderStyle: "solid",
  sendBoxButtonKeyboardFocusIndicatorBorderWidth: 2,
  sendBoxButtonKeyboardFocusIndicatorInset: 5,
  sendBoxButtonAlignment: "bottom",

  suggestedActionLayout: "flow",
  suggestedActionHeight: "auto",
  suggestedActionBorderRadius: 12,
  suggestedActionBorderWidth: 1,
  suggestedActionBorderColor: "var(--accent-line)",
  suggestedActionBackgroundColor: "var(--surface)",
  suggestedActionTextColor: "var(--accent)",
  suggestedActionBackgroundColorOnHover: "var(--hover)",
  suggestedActionTextColorOnHover: "var(--accent)",
  suggestedActionBackgroundColorOnFocus: "var(--surface)",
  suggestedActionTextColorOnFocus: "var(--accent)",
  suggestedActionBackgroundColorOnActive: "var(--hover)",
  suggestedActionTextColorOnActive: "var(--accent)",
  suggestedActionKeyboardFocusIndicatorBorderColor: "var(--focus)",
  suggestedActionKeyboardFocusIndicatorBorderStyle: "solid",
  suggestedActionKeyboardFocusIndicatorBorderWidth: 2,
  suggestedActionKeyboardFocusIndicatorBorderRadius: 9,
  suggestedActionKeyboardFocusIndicatorInset: 2,
  suggestedActionsVisualKeyboardIndicatorColor: "transparent",

  transcriptVisualKeyboardIndicatorColor: "var(--focus)",
  transcriptVisualKeyboardIndicatorStyle: "solid",
  transcriptVisualKeyboardIndicatorWidth: 2,
  transcriptActivityVisualKeyboardIndicatorColor: "var(--focus)",
  transcriptActivityVisualKeyboardIndicatorStyle: "solid",
  transcriptActivityVisualKeyboardIndicatorWidth: 2,
  transcriptTerminatorBackgroundColor: "var(--ink)",
  transcriptTerminatorColor: "var(--page)",

  transcriptOverlayButtonBackground: "var(--accent)",
  transcriptOverlayButtonBackgroundOnHover: "var(--accent)",
  transcriptOverlayButtonBackgroundOnFocus: "var(--accent)",
  transcriptOverlayButtonColor: "var(--on-accent)",
  transcriptOverlayButtonColorOnHover: "var(--on-accent)",
  transcriptOverlayButtonColorOnFocus: "var(--on-accent)",

  hideToaster: true,
  sendTimeout: SEND_TIMEOUT,
};

const INK = { default: "var(--ink)", subtle: "var(--subtle)" };
const ACCENT = { default: "var(--accent)", subtle: "var(--accent)" };
const COLOURS = {
  default: INK,
  dark: INK,
  light: INK,
  accent: ACCENT,
  good: { default: "var(--good)", subtle: "var(--good)" },
  warning: { default: "var(--warn)", subtle: "var(--warn)" },
  attention: { default: "var(--bad)", subtle: "var(--bad)" },
};

function container(background) {
  return { backgroundColor: background, foregroundColors: COLOURS };
}

export const adaptiveCardsHostConfig = {
  supportsInteractivity: true,
  fontFamily: FONT,
  fontSizes: { small: 13, default: 15, medium: 16, large: 18, extraLarge: 22 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
  lineHeights: { small: 18, default: 22, medium: 24, large: 26, extraLarge: 30 },
  spacing: { small: 6, default: 8, medium: 14, large: 20, extraLarge: 28, padding: 14 },
  separator: { lineThickness: 1, lineColor: "var(--line)" },
  containerStyles: {
    default: container("transparent"),
    emphasis: container("var(--page)"),
    accent: container("var(--hover)"),
    good: container("transparent"),
    warning: container("transparent"),
    attention: container("transparent"),
  },
  imageSizes: { small: 40, medium: 80, large: 160 },
  actions: {
    actionAlignment: "stretch",
    actionsOrientation: "vertical",
    buttonSpacing: 8,
    maxActions: 20,
    spacing: "default",
    showCard: { actionMode: "inline", inlineTopMargin: 8 },
  },
  adaptiveCard: { allowCustomStyle: false },
  factSet: { title: { weight: "bolder", wrap: true, maxWidth: 170 }, value: { wrap: true }, spacing: 10 },
  textBlock: { headingLevel: 2 },
};

/** Web Chat's own words where ours say more. */
export function words(strings) {
  const narrow = window.matchMedia("(max-width: 430px)").matches;
  return {
    ...strings,
    TEXT_INPUT_PLACEHOLDER: narrow ? "Paste an error, or describe it" : "Paste an error or describe the problem",
    TEXT_INPUT_ALT: "Message: paste an error or describe the problem",
  };
}
