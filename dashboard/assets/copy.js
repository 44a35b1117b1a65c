// The button that copies a text. Without script the text can be selected.
(function () {
  "use strict";
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    var from = document.getElementById(button.getAttribute("data-copy"));
    var label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", function () {
      from.select();
      var said = document.execCommand("copy") ? "已复制" : "请按 Ctrl+C 复制";
      button.textContent = said;
      setTimeout(function () { button.textContent = label; }, 2000);
    });
  });
})();
