(() => {
  const root = document.documentElement;
  const button = document.getElementById('theme');
  const order = ['system', 'light', 'dark'];
  let stored = null;
  try { stored = localStorage.getItem('verisim-theme'); } catch (e) { /* storage may be forbidden for files */ }
  let now = order.includes(stored) ? stored : 'system';
  const show = () => {
    if (now === 'system') { delete root.dataset.theme; } else { root.dataset.theme = now; }
    button.textContent = 'theme: ' + now;
  };
  button.hidden = false;
  button.addEventListener('click', () => {
    now = order[(order.indexOf(now) + 1) % order.length];
    try { localStorage.setItem('verisim-theme', now); } catch (e) { /* as above */ }
    show();
  });
  show();
})();
