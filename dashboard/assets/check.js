// The keys of 核对: j and k walk, e explains, x ticks, Enter opens the place.
// Without script every one of them is a link, a tick or a form.
(function () {
  "use strict";
  var hint = document.querySelector("[data-keys]");
  if (hint) { hint.hidden = false; }
  function shown() {
    return Array.prototype.filter.call(document.querySelectorAll("[data-finding]"), function (li) { return li.offsetParent !== null; });
  }
  var current = null;
  function go(to) {
    if (!to) { return; }
    if (current) { current.classList.remove("at"); }
    current = to;
    current.classList.add("at");
    current.focus({ preventScroll: true });
    current.scrollIntoView({ block: "center" });
  }
  function step(by) {
    var all = shown(), i = all.indexOf(current);
    go(all[i < 0 ? (by > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, i + by))]);
  }
  function count() {
    var box = document.querySelector("[data-ticked]");
    if (box) { box.textContent = "已勾选" + document.querySelectorAll("input[form=batch]:checked").length + "条"; }
  }
  function act(key) {
    if (key === "e") {
      var d = current.querySelector("details.explain");
      if (d) { d.open = true; d.querySelector("textarea").focus(); }
    } else if (key === "x") {
      var tick = current.querySelector("input[form=batch]");
      if (tick) { tick.checked = !tick.checked; count(); }
    } else {
      var a = current.querySelector("[data-open]");
      if (a) { location.href = a.href; }
    }
  }
  document.addEventListener("change", count);
  document.addEventListener("keydown", function (e) {
    var field = /^(INPUT|TEXTAREA|SELECT|BUTTON|A|SUMMARY)$/.test(e.target.tagName);
    if (e.target.tagName === "TEXTAREA") {
      if (e.key === "Enter" && (e.ctrlKey || e.metaKey) && e.target.form) {
        if (e.target.form.reportValidity()) { e.target.form.submit(); }
      } else if (e.key === "Escape") { e.target.blur(); go(current); }
      return;
    }
    if (e.ctrlKey || e.altKey || e.metaKey || (field && e.target.type !== "checkbox")) { return; }
    if (e.key === "j" || e.key === "k") { step(e.key === "j" ? 1 : -1); e.preventDefault(); }
    else if (current && (e.key === "e" || e.key === "x" || e.key === "Enter")) { act(e.key); e.preventDefault(); }
  });
  var start = location.hash && document.getElementById(location.hash.slice(1));
  if (start && start.hasAttribute("data-finding")) { go(start); }
})();
