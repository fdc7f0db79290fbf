/** The door: the office for those who manage, the till for everybody else. Each loads only what is its own. */
const root = document.getElementById('root');
if (root === null) {
  throw new Error('the page has no #root');
}

if (/^\/office(\/|$)/.test(window.location.pathname)) {
  const { startOffice } = await import('#office/main.tsx');
  startOffice(root);
} else {
  const { startTill } = await import('#till/main.tsx');
  startTill(root);
}
