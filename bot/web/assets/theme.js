// Runs before the page is painted, so that a dark page does not flash white first.
(function () {
  "use strict";
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  function chosen() {
    try {
      return window.localStorage.getItem("peering-bot.theme");
    } catch {
      return null; // storage may be forbidden: then the page follows the system
    }
  }

  function apply() {
    const theme = chosen() || (dark.matches ? "dark" : "light");
    document.documentElement.dataset.theme = theme;
    const bar = document.querySelector('meta[name="theme-color"]');
    if (bar) bar.content = theme === "dark" ? "#161c25" : "#ffffff";
    const button = document.getElementById("theme");
    if (button) button.setAttribute("aria-pressed", String(theme === "dark"));
  }

  function toggle() {
    const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    const system = dark.matches ? "dark" : "light";
    try {
      // Back at the system's own choice the page follows the system again.
      if (next === system) window.localStorage.removeItem("peering-bot.theme");
      else window.localStorage.setItem("peering-bot.theme", next);
    } catch {
      document.documentElement.dataset.theme = next;
      return;
    }
    apply();
  }

  apply();
  dark.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", () => {
    apply();
    document.getElementById("theme")?.addEventListener("click", toggle);
  });
})();
