// Starts the charts. The option of each stands in a script element of type
// application/json; what JSON cannot say (formatters, decals) is added here
// by the element's data-style.
(function () {
  "use strict";
  var font = '"Microsoft YaHei","PingFang SC","Noto Sans CJK SC","Source Han Sans SC",sans-serif';
  var stripes = { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [1, 6], rotation: -Math.PI / 4, color: "rgba(29,39,51,0.16)" };
  var charts = [];

  function each(list, f) { Array.prototype.forEach.call(list || [], f); }

  // Tooltips are text made by the server, set as text: names are hostile.
  function tip(p) {
    var box = document.createElement("div");
    String(p.name || "").split("\n").forEach(function (line, i) {
      if (i > 0) { box.appendChild(document.createElement("br")); }
      box.appendChild(document.createTextNode(line));
    });
    return box;
  }

  var styles = {
    // Lines over years: the bands of incomplete years are hatched, a line's
    // last point carries its name.
    trend: function (o) {
      each(o.series, function (s) {
        if (s.type === "bar") {
          s.itemStyle = s.itemStyle || {};
          s.itemStyle.decal = stripes;
          s.silent = true; s.z = 0; s.barCategoryGap = "0%";
          s.tooltip = { show: false };
        }
      });
    },
    // Bars: the label is the text that the server wrote into the name.
    bars: function (o) {
      each(o.series, function (s) {
        each(s.data, function (d) {
          if (d && d.name) { d.label = d.label || {}; d.label.formatter = function (p) { return p.name.split("\n")[0]; }; }
        });
      });
    },
    heat: function (o) {
      each(o.series, function (s) {
        s.label = s.label || {};
        s.label.formatter = function (p) { return p.name.split("\n")[0]; };
      });
    }
  };

  function start(script) {
    var box = document.getElementById(script.getAttribute("data-for"));
    var option = JSON.parse(script.textContent);
    var style = styles[script.getAttribute("data-style")];
    if (style) { style(option); }
    option.textStyle = { fontFamily: font, color: "#1d2733" };
    option.animation = false;
    if (option.tooltip) { option.tooltip.formatter = tip; option.tooltip.confine = true; }
    var chart = echarts.init(box);
    chart.setOption(option);
    charts.push(chart);
    buttons(box, chart);
  }

  function buttons(box, chart) {
    var card = box.parentNode;
    each(card.querySelectorAll(".switch"), function (s) { s.hidden = false; });
    each(card.querySelectorAll("[data-show]"), function (b) {
      b.addEventListener("click", function () {
        card.classList.toggle("show-table", b.getAttribute("data-show") === "table");
        each(card.querySelectorAll("[data-show]"), function (x) { x.setAttribute("aria-pressed", String(x === b)); });
        chart.resize();
      });
    });
    each(card.querySelectorAll("[data-do=png]"), function (b) {
      b.addEventListener("click", function () { savePicture(card, chart); });
    });
  }

  function savePicture(card, chart) {
    var a = document.createElement("a");
    a.href = chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: "#fff" });
    a.download = card.querySelector("h2").textContent.trim() + ".png";
    document.body.appendChild(a);
    a.click();
    document.body.removeChild(a);
  }

  function resize() { each(charts, function (c) { c.resize(); }); }
  function decals(on) { each(charts, function (c) { c.setOption({ aria: { decal: { show: on } } }); }); }

  each(document.querySelectorAll("script[data-for]"), start);
  var timer = 0;
  window.addEventListener("resize", function () { clearTimeout(timer); timer = setTimeout(resize, 120); });
  // On paper colours may be lost: patterns tell the parts apart.
  window.addEventListener("beforeprint", function () { decals(true); resize(); });
  window.addEventListener("afterprint", function () { decals(false); resize(); });
})();
