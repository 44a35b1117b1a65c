// 对照录入: the picture's zoom and turn, the keys between the fields, sums and
// findings while one types, and a guard for what is not saved. Without script
// the same form has a button 核对.
(function () {
  "use strict";

  // The picture.
  function scan(card) {
    var view = card.querySelector("[data-scan-view]");
    var pages = Array.prototype.slice.call(view.querySelectorAll(".scan-page"));
    if (!pages.length) return;
    var zoom = 1, turn = 0;
    card.querySelector("[data-scan-tools]").hidden = false;
    function lay() {
      pages.forEach(function (page) {
        var img = page.firstElementChild;
        if (!img.naturalWidth) return;
        var width = (view.clientWidth - 2) * zoom, ratio = img.naturalHeight / img.naturalWidth;
        var side = turn % 180 !== 0;
        var w = side ? width / ratio : width, h = w * ratio; // of the picture before it is turned
        img.style.width = w + "px";
        img.style.height = h + "px";
        img.style.transformOrigin = "0 0";
        img.style.transform = {
          0: "none", 90: "translate(" + h + "px,0) rotate(90deg)",
          180: "translate(" + w + "px," + h + "px) rotate(180deg)", 270: "translate(0," + w + "px) rotate(270deg)"
        }[turn];
        page.style.width = (side ? h : w) + "px";
        page.style.height = (side ? w : h) + "px";
      });
    }
    pages.forEach(function (page) { page.firstElementChild.addEventListener("load", lay); });
    window.addEventListener("resize", lay);
    card.addEventListener("click", function (e) {
      var to = e.target.getAttribute("data-zoom");
      if (to) zoom = to === "fit" ? 1 : Math.min(6, Math.max(0.4, zoom * (to === "in" ? 1.25 : 0.8)));
      else if (e.target.hasAttribute("data-turn")) turn = (turn + 90) % 360;
      else return;
      var x = view.scrollLeft / view.scrollWidth, y = view.scrollTop / view.scrollHeight;
      lay();
      view.scrollLeft = x * view.scrollWidth;
      view.scrollTop = y * view.scrollHeight;
    });
    var from = null; // dragging moves the picture
    view.addEventListener("mousedown", function (e) {
      from = { x: e.clientX + view.scrollLeft, y: e.clientY + view.scrollTop };
      e.preventDefault();
    });
    window.addEventListener("mousemove", function (e) {
      if (!from) return;
      view.scrollLeft = from.x - e.clientX;
      view.scrollTop = from.y - e.clientY;
    });
    window.addEventListener("mouseup", function () { from = null; });
    lay();
  }
  Array.prototype.forEach.call(document.querySelectorAll("[data-scan]"), scan);

  var form = document.querySelector("[data-entry]");
  if (!form) return;
  var fields = Array.prototype.slice.call(form.querySelectorAll("td input[name^='f-']"));

  // The keys.
  function go(field) {
    if (!field) return;
    field.focus();
    field.select();
  }
  function near(field, down) {
    var here = field.parentNode.getBoundingClientRect(), middle = (here.left + here.right) / 2, best = null, least = Infinity;
    var table = field.closest("table");
    fields.forEach(function (other) {
      if (other === field || other.closest("table") !== table) return;
      var box = other.parentNode.getBoundingClientRect();
      var away = down ? box.top - here.top : here.top - box.top;
      if (away < 4) return;
      var aside = Math.max(0, box.left - middle, middle - box.right);
      if (aside > 2) away += 10000 + aside;
      if (away < least) { least = away; best = other; }
    });
    return best;
  }
  form.addEventListener("keydown", function (e) {
    var at = fields.indexOf(e.target);
    if (at < 0 || e.isComposing || e.ctrlKey || e.altKey || e.metaKey) return;
    var field = e.target, to;
    var all = field.selectionStart === 0 && field.selectionEnd === field.value.length;
    switch (e.key) {
    case "Enter": to = fields[at + (e.shiftKey ? -1 : 1)] || field; break;
    case "ArrowDown": to = near(field, true) || fields[at + 1]; break;
    case "ArrowUp": to = near(field, false) || fields[at - 1]; break;
    case "ArrowRight": if (!e.shiftKey && (all || field.selectionStart === field.value.length)) to = fields[at + 1]; break;
    case "ArrowLeft": if (!e.shiftKey && (all || field.selectionEnd === 0)) to = fields[at - 1]; break;
    }
    if (!to && e.key !== "Enter") return;
    e.preventDefault();
    go(to);
  });
  form.addEventListener("keypress", function (e) { // Enter never sends the form
    if (e.key === "Enter" && e.target.tagName === "INPUT") e.preventDefault();
  });
  fields.forEach(function (field) { field.addEventListener("focus", function () { field.select(); }); });

  // Sums and findings.
  var state = form.querySelector("[data-live=state]"), timer = 0, round = 0;
  function show(page) {
    form.querySelectorAll("td[data-cell]").forEach(function (cell) {
      var now = page.querySelector("td[data-cell='" + cell.getAttribute("data-cell") + "']");
      if (!now) return;
      cell.className = now.className;
      cell.title = now.title;
      var old = cell.querySelector("small"), sum = now.querySelector("small");
      if (old) cell.removeChild(old);
      if (sum) cell.appendChild(document.importNode(sum, true));
    });
    var list = form.querySelector("[data-live=findings]"), fresh = page.querySelector("[data-live=findings]");
    if (!fresh) return;
    var open = Array.prototype.map.call(list.querySelectorAll("details[open] summary"), function (s) { return s.textContent.slice(0, 2); });
    fresh = document.importNode(fresh, true);
    Array.prototype.forEach.call(fresh.querySelectorAll("details"), function (d) {
      d.open = open.indexOf(d.firstElementChild.textContent.slice(0, 2)) >= 0;
    });
    list.parentNode.replaceChild(fresh, list);
  }
  function check() {
    var mine = ++round;
    var body = new URLSearchParams(new FormData(form));
    fetch("/entry/check", { method: "POST", body: body, credentials: "same-origin" }).then(function (r) {
      if (!r.ok) throw new Error(String(r.status));
      return r.text();
    }).then(function (text) {
      if (mine !== round) return;
      show(new DOMParser().parseFromString(text, "text/html"));
      state.textContent = "";
    }).catch(function () {
      if (mine === round) state.textContent = "没有核对成，请按“核对”再试";
    });
  }
  var dirty = false, button = form.querySelector("[data-check]"), tick = document.querySelector("[data-tick]");
  form.addEventListener("input", function (e) {
    if (fields.indexOf(e.target) < 0) return;
    dirty = true;
    if (tick) {
      tick.disabled = true;
      tick.title = "改动还没有保存，请先按“录完，交复核”";
    }
    clearTimeout(timer);
    timer = setTimeout(check, 500);
  });
  button.addEventListener("click", function (e) {
    e.preventDefault();
    clearTimeout(timer);
    check();
  });
  form.addEventListener("submit", function () { dirty = false; });
  window.addEventListener("beforeunload", function (e) {
    if (!dirty) return;
    e.preventDefault();
    e.returnValue = "";
  });
})();
