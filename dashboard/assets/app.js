// What every page does with script. Nothing here is needed to read a page.
(function () {
  "use strict";
  document.querySelectorAll("[data-do=print]").forEach(function (b) {
    b.hidden = false;
    b.addEventListener("click", function () { window.print(); });
  });
  // A menu closes when another place is pressed, or Escape.
  function closeMenus(except) {
    document.querySelectorAll("details.menu[open]").forEach(function (d) {
      if (d !== except) { d.open = false; }
    });
  }
  document.addEventListener("click", function (e) {
    closeMenus(e.target.closest ? e.target.closest("details.menu") : null);
  });
  document.addEventListener("keydown", function (e) {
    if (e.key === "Escape") { closeMenus(null); }
  });
  // A form that only chooses what is shown is sent as soon as it changes.
  document.querySelectorAll("form[data-auto]").forEach(function (f) {
    f.addEventListener("change", function (e) {
      if (e.target.tagName === "SELECT") { f.submit(); }
    });
  });
})();
