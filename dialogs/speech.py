"""Every sentence that the bot says of itself. What it knows about peering is in the knowledge files."""

from collections.abc import Sequence
from typing import Final

EXAMPLES: Final = "Errors I know at once look like this:"
MENU: Final = (
    "What can I help you with? Take one of these, or paste an error or describe the problem in your own words."
)
HELP: Final = (
    "**Paste an error message** (the whole text, from any tool) or **describe the problem**, and I look it up.\n\n"
    "While I ask questions you can click an option, or type it, or its number. These words always work:\n\n"
    "- `back`: one question back\n"
    "- `why`: why I ask this\n"
    "- `start over`: the same questions from the first one\n"
    "- `cancel` or `menu`: leave, and choose something else\n"
    "- `summary`: all we found out so far, ready for a support ticket\n"
    "- `ask the network team`: hand the summary to people\n"
    "- `powershell`, `azure cli` or `portal`: which commands I show\n"
    "- `forget me`: delete what I keep of you"
)
MENTION_ME: Final = "Others write here too, so I only read messages that mention me: type @ and my name in front."
GREETING: Final = "Hello! Good to see you."
THANKS: Final = "You're welcome!"
WHO: Final = (
    "I'm Peering Bot, a program that knows Azure virtual network peering: how to set it up, what its errors mean"
    " and how to fix them. I can't see your Azure subscription and I change nothing there: I give you the"
    " commands, you run them."
)
BYE: Final = "Goodbye, and good luck with your network. You can come back to this conversation any time."
PICTURE: Final = (
    "I can't read pictures or files. Please paste the text of the error instead: in the portal, open the"
    " notification and copy it."
)
CARD: Final = (
    "I don't read cards. If it is one of mine, the answer stands in it already; to get it with your own names in the"
    " commands, paste the error itself, or tell me in a sentence what doesn't work."
)
PERSON: Final = (
    "I'm a program and can't connect you with a person myself. With `ask the network team` your summary goes to them,"
    " if they have a channel for it here. With `summary` you get everything so far as a text that you can send to your"
    " network team, or to Azure support: in the portal, **Help + support** → **Create a support request**."
)
EMPTY: Final = "That message was empty. Paste the error text, or tell me in a sentence what doesn't work."
LONG: Final = "Your text has over 32,000 characters. I read all of it and kept the lines that tell something."
EDITED: Final = "I answered that message before you changed it; with `back` you answer its question anew. We are here:"
OLD_BUTTON: Final = "That button belongs to an earlier step. We are here now:"
PASSED: Final = "*This step is over.*"
NOT_YOURS: Final = (
    "These buttons belong to somebody else's questions. Mention me with your own error or question, and I'll help you"
    " right here too."
)
LOST_PLACE: Final = "I was updated in the meantime and lost the place where we were. Let's take it from here."
NOT_AN_OPTION: Final = (
    "I couldn't match that to one of the choices here. Take one of them, or type `menu` to do something else."
)
NOT_AN_OPTION_AGAIN: Final = (
    "Sorry, I still can't match that. The numbers work too: `1` is the first choice. With `menu` you leave these"
    " questions, and with `summary` you get everything so far for somebody who can help."
)
NOT_A_RESULT: Final = (
    "I couldn't tell from that whether it helped. If it is a new problem, paste its error or describe it in a sentence."
)
CANCELLED: Final = "All right, I stopped that."
AT_START: Final = "We are at the beginning already."
BACK: Final = "One step back:"
GO_ON: Final = "Back to where we were:"
WORKED: Final = "Glad it works! If something else comes up, I'm here."
NEXT_PROBLEM: Final = "One down. Here is the other problem in your text:"
OTHER_PROBLEM: Final = "Sorry that it didn't help. Your text has another problem that may be behind it:"
STILL_BROKEN: Final = "Sorry that it didn't help. Let's try the next most likely thing."
NOTHING_LEFT: Final = (
    "I have no better idea than these, and a wrong fix would only make it worse. Here is everything so far; copy"
    " it into a support ticket or send it to a colleague who knows your network."
)
ONLY_COMMAND: Final = "I see the command and keep its names. What came back? Paste its output, or tell me what happens."
REPHRASE: Final = (
    "I don't know that one, and I'd rather not guess. Could you paste the whole error message, or say it in other"
    " words: what do you want to reach, from where, and what happens?"
)
REPHRASE_AGAIN: Final = (
    "I still can't place it. It helps to name the parts: for example \u201cspoke A can't reach spoke B through"
    " the firewall in the hub\u201d or \u201cthe peering says Disconnected\u201d."
)
GIVE_UP: Final = (
    "This doesn't seem to be something I know. I only know VNet peering and what goes with it. Here is what you"
    " told me, to hand to a colleague, and below it the topics I can help with."
)
NOTHING_IN_TERMINAL: Final = (
    "There is no text in it that I could read. Give me the error message, for example with"
    " `terraform apply 2>&1 | peering-bot explain`, or say in a sentence what doesn't work."
)
_CAUSES: Final = " It causes the next one, so it may be all you have to fix."
CHOOSE_IN_TERMINAL: Final = "This could be one of these:"
SHOW_IN_TERMINAL: Final = "`peering-bot knowledge show ID` shows one of them."
UNKNOWN_IN_TERMINAL: Final = (
    "I don't know this one, and I'd rather not guess. Is it the whole message? I know VNet peering and what goes"
    " with it; `peering-bot knowledge list` shows what."
)
CHOOSE: Final = "That could be one of these. Which looks like yours?"
SWITCH: Final = "That sounds like something other than what we are doing. Shall we switch to it?"
DID_IT_HELP: Final = "Did that help?"
SUMMARY_INTRO: Final = "Here is everything so far, with ids masked. Copy it into a ticket or a message:"
MENU_WHY: Final = "I ask this so that I know which questions to ask next. You can also just paste an error message."
FIX_WHY: Final = "I ask so that I can go on with the next most likely cause when this one was not it."
CHOOSE_WHY: Final = "Several things fit what you wrote, and a wrong fix could do harm. So I ask before I answer."
NOT_SAVED: Final = (
    "I could not save our conversation just now (my storage has a problem), so I may forget this step. The answer"
    " is still right; whoever runs this bot finds the reason in its log."
)

SHORTENED: Final = (
    "*All of it would be too long for one message in Teams.* Type `azure cli`, `powershell` or `portal` for the steps"
    " with that tool."
)
TOO_LONG_HERE: Final = (
    "This text is too long for this app. Open the message in Teams on a computer or in a browser to see it."
)
CUT: Final = "[\u2026 the rest is too long for one message in Teams]"
OLDER_GUIDES: Final = "What older guides say"
READ_MORE: Final = "Read more"
PICTURE_IN_WORDS: Final = "The picture in words"

ASK_TEAM_LABEL: Final = "Ask the network team"
ASK_TEAM_GROUP: Final = "Would you rather ask a person?"
HANDED_OFF: Final = (
    "I'm passing your summary on to the network team, with ids masked. I'll tell you here as soon as somebody takes it."
)
NO_TEAM: Final = (
    "I can't reach your network team from here: no channel of theirs was set up for me. Here is the summary; copy it"
    " into a message to them."
)
TOO_MANY_HAND_OFFS: Final = (
    "The network team has three open questions of yours already, so I didn't send this one too. As soon as they resolve"
    " one, you can ask again. Until then, here is the summary; copy it into a message to them."
)
HAND_OFFS_FULL: Final = (
    "The network team got as many questions from here as I may send in a day, sorry. Please try again tomorrow, or copy"
    " this summary into a message to them."
)
NOTHING_TO_HAND_OFF: Final = (
    "There is nothing to tell the network team yet. Paste the error first, or describe the problem in a sentence."
)
NOT_HANDED_OFF: Final = (
    "I could not reach the network team just now. Nothing is lost: here is the summary; copy it into a message to them,"
    " or type `ask the network team` to try again."
)
HAND_OFF_TITLE: Final = "Somebody asks the network team"
HAND_OFF_INTRO: Final = (
    "It is about VNet peering. This is what we found out so far, with ids masked. I tell them who takes it, and when it"
    " is resolved."
)
HAND_OFF_TEXT: Final = "As text to copy"
HAND_OFF_ASSIGNED: Final = "{name} has it since {since}."
HAND_OFF_RESOLVED: Final = "Resolved by {name}, {since}."
ASSIGN_LABEL: Final = "Assign to me"
RESOLVE_LABEL: Final = "Resolved"
HAND_OFF_GONE: Final = "I don't have this one any more: it is older than what I keep. Nothing was changed."
HAND_OFF_ELSEWHERE: Final = "These buttons work in the network team's own channel only. Nothing was changed."
HAND_OFF_IS_YOURS: Final = "You have it already. Thank you!"
HAND_OFF_TROUBLE: Final = "I could not save that just now, so nothing was changed. Please click again in a moment."

FORGET: Final = (
    "Shall I delete everything I keep of you here: what you described, your steps and answers, and what you said of"
    " my answers? That can't be undone."
)
FORGET_WHY: Final = "I ask because I can't bring it back once it is deleted."
FORGET_LABEL: Final = "Yes, delete it"
KEEP_LABEL: Final = "No, keep it"
KEPT: Final = "All right, nothing was deleted."
FORGOTTEN: Final = (
    "Done. I deleted your descriptions, steps and answers of all your conversations with me here, and what you said"
    " of my answers. I start knowing nothing of you."
)
NOT_FORGOTTEN: Final = "So nothing was deleted yet, sorry. Please type `forget me` again in a few minutes."
FORGOTTEN_ON_WEB: Final = (
    "The messages of your conversations are deleted here too; this window still shows them until you reload it."
)
FORGOTTEN_ELSEWHERE: Final = (
    "What remains: the messages in this chat belong to the app that you use; you can delete your own where it lets you."
)
FORGOTTEN_AT_TEAM: Final = (
    "A masked summary that went to the network team stays in their channel, without your name; I can't tell you any"
    " more what becomes of it."
)
FORGOTTEN_NOT_UNKNOWN: Final = (
    "Error texts that I didn't know stay too, masked and without a name, for as long as I am set to keep them."
)

WORKED_LABEL: Final = "It worked"
BROKEN_LABEL: Final = "Still broken"
ELSE_LABEL: Final = "Something else"
GO_ON_LABEL: Final = "Go on where we were"
NONE_LABEL: Final = "None of these"


def welcome(purpose: str) -> str:
    """Greet, and say what this is for."""
    return f"Hi, I'm **Peering Bot**. {purpose}"


def apology(reference: str) -> str:
    """Say that something went wrong here, with the reference under which the log has the details."""
    return (
        f"Sorry, something went wrong on my side and I could not handle that message. Nothing of our conversation is"
        f" lost: please try again. If it happens again, tell whoever runs this bot the reference **{reference}**."
    )


def sounds_like(title: str) -> str:
    """Introduce a scenario that a description led to."""
    return f"That sounds like **{title}**. A few questions will get us to the fix."


def checked(day: str) -> str:
    """Say when the facts of an answer were last checked."""
    return f"Facts checked {day}"


def chosen(label: str) -> str:
    """Say, in the place of the buttons, what was taken."""
    return f"\u2713 **{label}**"


def other_tool(name: str) -> str:
    """Give what stands over a step that has nothing for the tool that is shown."""
    return f"This step is done with {name}:"


def starting(title: str) -> str:
    """Introduce a scenario that was chosen."""
    return f"**{title}**"


def starting_again(title: str) -> str:
    """Introduce a scenario that begins again."""
    return f"From the first question again: **{title}**"


def why_recognised(reasons: Sequence[str]) -> str:
    """Say why a paste was taken for this answer."""
    return "**Why I think so:** " + " ".join(reasons)


def tool_chosen(tool: str) -> str:
    """Confirm which tool's commands are shown from now on."""
    return f"From now on I show the steps for **{tool}** where I have them."


def no_commands(tool: str) -> str:
    """Say that an answer has nothing to run for the tool that was asked for."""
    return f"I have no commands for {tool} here, so these are the ones that I have."


def partly_commands(tool: str) -> str:
    """Say that only some steps of an answer can be done with the tool that was asked for."""
    return f"Some of these steps I only have for another tool than {tool}; there I show that one."


def other_tools(tools: Sequence[str]) -> str:
    """Say, in the terminal, how to see the steps with another tool."""
    return f"With another tool: {' or '.join(f'`--tool {tool}`' for tool in tools)}."


def in_order(titles: Sequence[str], *, causes: bool = False) -> str:
    """Name all errors of a paste, in the order to deal with them; `causes`: the first brings the next about."""
    lines = "\n".join(f"{number}. {title}" for number, title in enumerate(titles, 1))
    why = _CAUSES if causes else ""
    return (
        f"I see {len(titles)} problems in this text. Deal with them in this order; here is the first.{why}\n\n{lines}"
    )


def several(titles: Sequence[str], *, causes: bool = False) -> str:
    """Say that a paste has more errors than the one that is answered first; `causes`: it brings the next about."""
    others = ", ".join(f"**{title}**" for title in titles)
    problems = "two problems" if len(titles) == 1 else f"{len(titles) + 1} problems"
    why = _CAUSES if causes else ""
    return f"I see {problems} in this text. Here is the one to begin with.{why} After it comes {others}."


def taken_by(name: str) -> str:
    """Tell the asker that somebody of the network team takes care."""
    return f"Good news: **{name}** of the network team has taken your question."


def resolved_by(name: str) -> str:
    """Tell the asker that the network team is done."""
    return f"**{name}** of the network team marked your question as resolved. If it still fails, paste the error again."


def has_it(name: str) -> str:
    """Tell somebody who clicked that another was faster."""
    return f"{name} was faster and has it already."


def was_resolved(name: str) -> str:
    """Tell somebody who clicked that there is nothing left to do."""
    return f"{name} has resolved this already."
