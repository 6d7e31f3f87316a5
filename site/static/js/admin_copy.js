// Copies what a button names, with its look, as if it had been selected by hand.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const selection = window.getSelection();
  selection.selectAllChildren(document.getElementById(button.dataset.copy));
  const done = document.execCommand("copy");
  document.querySelector("[role=status]#wechat-copied").textContent = done
    ? button.dataset.copied
    : "请按 Ctrl+C 复制已选中的内容。";
});
