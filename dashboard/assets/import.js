// 导入 with script: dropping files and folders, the progress of sending, and
// following an import. Without it the form sends the chosen files as it is.
(function () {
  "use strict";

  function kilobytes(n) {
    return n < 1048576 ? Math.ceil(n / 1024) + " KB" : (n / 1048576).toFixed(1) + " MB";
  }

  // Files of a dropped folder, with their paths in it.
  function walk(entry, path, found) {
    return new Promise(function (resolve) {
      if (entry.isFile) {
        entry.file(function (file) { found.push({ file: file, path: path + entry.name }); resolve(); }, resolve);
        return;
      }
      var reader = entry.createReader();
      var inside = [];
      (function more() {
        // A reader gives a folder in parts of a hundred.
        reader.readEntries(function (part) {
          if (!part.length) {
            Promise.all(inside.map(function (e) { return walk(e, path + entry.name + "/", found); })).then(resolve);
            return;
          }
          inside = inside.concat(Array.prototype.slice.call(part));
          more();
        }, resolve);
      })();
    });
  }

  function setUpload(form) {
    var drop = form.querySelector("[data-drop]");
    var chosen = form.querySelector("[data-chosen]");
    var message = form.querySelector("[data-message]");
    var bar = form.querySelector("[data-sending]");
    var button = form.querySelector("[data-send]");
    var files = [];

    form.querySelector("[data-drop-text]").hidden = false;
    form.querySelector("[data-folder]").hidden = false;

    function show() {
      var size = files.reduce(function (n, f) { return n + f.file.size; }, 0);
      chosen.textContent = files.length ? "已选择" + files.length + "个文件，共" + kilobytes(size) + "：" +
        files.slice(0, 3).map(function (f) { return f.path; }).join("、") + (files.length > 3 ? " 等" : "") : "";
    }
    form.querySelectorAll("input[type=file]").forEach(function (input) {
      input.addEventListener("change", function () {
        files = Array.prototype.map.call(input.files, function (f) { return { file: f, path: f.webkitRelativePath || f.name }; });
        show();
      });
    });
    ["dragover", "dragenter"].forEach(function (name) {
      drop.addEventListener(name, function (e) { e.preventDefault(); drop.classList.add("over"); });
    });
    drop.addEventListener("dragleave", function () { drop.classList.remove("over"); });
    drop.addEventListener("drop", function (e) {
      e.preventDefault();
      drop.classList.remove("over");
      var found = [];
      var entries = Array.prototype.map.call(e.dataTransfer.items, function (item) { return item.webkitGetAsEntry(); });
      Promise.all(entries.filter(Boolean).map(function (entry) { return walk(entry, "", found); })).then(function () {
        files = found;
        show();
      });
    });

    form.addEventListener("submit", function (e) {
      e.preventDefault();
      if (!files.length) { message.textContent = "请先选择文件或文件夹"; return; }
      var body = new FormData();
      ["files_year", "agency", "received", "copy"].forEach(function (name) { body.append(name, form.elements[name].value); });
      if (form.elements.replace.checked) { body.append("replace", "yes"); }
      files.forEach(function (f) { body.append("files", f.file, f.path); });
      var send = new XMLHttpRequest();
      send.open("POST", "/imports");
      send.setRequestHeader("X-Form-Token", form.getAttribute("data-token"));
      bar.hidden = false;
      button.disabled = true;
      message.textContent = "正在上传";
      send.upload.onprogress = function (p) { if (p.lengthComputable) { bar.max = p.total; bar.value = p.loaded; } };
      function stop(text) { bar.hidden = true; button.disabled = false; message.textContent = text; }
      send.onerror = function () { stop("上传中断，请检查文件后重试"); };
      send.onload = function () {
        if (send.status < 400) { window.location.assign(send.responseURL || "/imports"); return; }
        var page = new DOMParser().parseFromString(send.responseText, "text/html");
        var said = page.querySelector("main .card p");
        stop(said ? said.textContent : "上传没有成功，请重试");
      };
      send.send(body);
    });
  }

  function cell(row, text, className) {
    var td = row.insertCell();
    td.className = "text";
    if (!className) { td.textContent = text; return; }
    tag(td, text, className);
  }
  function tag(where, text, className) {
    var span = document.createElement("span");
    span.className = "tag " + className;
    span.textContent = text;
    where.appendChild(span);
    where.appendChild(document.createTextNode(" "));
  }

  function follow(card) {
    var bar = card.querySelector("progress");
    var recent = card.querySelector("[data-recent]");
    var failures = 0;
    function ask() {
      var request = new XMLHttpRequest();
      request.open("GET", card.getAttribute("data-job"));
      request.onload = function () {
        if (request.status !== 200) { window.location.reload(); return; }
        failures = 0;
        var job = JSON.parse(request.responseText);
        bar.max = Math.max(job.total, 1);
        bar.value = job.done;
        card.querySelector("[data-done]").textContent = job.done;
        card.querySelector("[data-total]").textContent = job.total;
        var counts = card.querySelector("[data-counts]");
        counts.textContent = "";
        job.counts.forEach(function (c) { tag(counts, c.label + " " + c.n, c["class"]); });
        recent.textContent = "";
        var table = document.createElement("table");
        table.className = "data";
        job.recent.forEach(function (f) {
          var row = table.insertRow();
          cell(row, f.file);
          cell(row, f.outcome, f["class"]);
          cell(row, f.name + (f.year ? " " + f.year + "年度" : ""));
          cell(row, f.reason);
        });
        recent.appendChild(table);
        if (job.finished) { finish(card); return; }
        setTimeout(ask, 500);
      };
      request.onerror = function () {
        failures += 1;
        if (failures < 20) { setTimeout(ask, 2000); }
      };
      request.send();
    }
    ask();
  }

  // The page of a finished import names it, so that it can be come back to.
  function finish(card) {
    var id = card.getAttribute("data-job").split("id=")[1];
    window.location.replace("/imports?job=" + id);
  }

  document.querySelectorAll("form[data-upload]").forEach(setUpload);
  document.querySelectorAll("[data-job]").forEach(follow);
})();
