const text = await (await fetch('text.json')).json();
const at = (id) => document.getElementById(id);
const screen = at('screen');

at('waiting').textContent = text.waiting;
at('explanation').textContent = text.explanation;
screen.alt = text.screen;

/** `newest`: number of the newest picture; `asked`: number of the picture that is shown or loading. */
let newest = 0;
let asked = 0;
async function showNewest() {
  if (asked === newest || screen.dataset.loading) return;
  asked = newest;
  screen.dataset.loading = 'yes';
  screen.src = `frame?${asked}`;
  await screen.decode().catch(() => undefined);
  delete screen.dataset.loading;
  screen.hidden = false;
  at('waiting').textContent = '';
  showNewest();
}

const events = new EventSource('events');
events.addEventListener('frame', ({ data }) => {
  document.body.classList.remove('gone');
  newest = Number(data);
  showNewest();
});
events.addEventListener('printer', ({ data }) => {
  if (data !== 'true' || !at('printer').hidden) return;
  at('printer').src = 'printer/';
  at('printer').hidden = false;
});
events.addEventListener('error', () => {
  document.body.classList.add('gone');
  at('waiting').textContent = text.gone;
});

// Touches are sent one after another, because a touch must not end before it began.
let sent = Promise.resolve();
function send(kind, { clientX, clientY }) {
  const { left, top, width, height } = screen.getBoundingClientRect();
  const part = (place) => Math.min(1, Math.max(0, place));
  const body = JSON.stringify({ kind, x: part((clientX - left) / width), y: part((clientY - top) / height) });
  sent = sent.then(() => fetch('touch', { method: 'POST', body })).catch(() => undefined);
}

let finger = null;
let moved = null;
screen.addEventListener('pointerdown', (event) => {
  if (finger !== null || event.button !== 0) return;
  finger = event.pointerId;
  screen.setPointerCapture(finger);
  send('start', event);
});
screen.addEventListener('pointermove', (event) => {
  if (event.pointerId !== finger) return;
  if (moved === null) requestAnimationFrame(sendMove);
  moved = event;
});
function sendMove() {
  if (moved !== null && finger !== null) send('move', moved);
  moved = null;
}
for (const kind of ['pointerup', 'pointercancel'])
  screen.addEventListener(kind, (event) => {
    if (event.pointerId !== finger) return;
    sendMove();
    finger = null;
    send('end', event);
  });
