import '@fontsource-variable/atkinson-hyperlegible-next/wght.css';
import '../styles/tokens.css';
import '../styles/scripts.css';
import './hall.css';
import { render } from 'preact';
import { createAnnouncer } from './announcer.ts';
import { type Board, type BoardEvent, newBoard, stepBoard } from './board.ts';
import { followHub } from './follow.ts';
import { Hall } from './hall.tsx';

const TICK_MS = 250;

const now = (): number => performance.now();

/** The services in the page's address, such as `?services=empadronament,tramits`, to which the screen is limited; `null`: all. */
function servicesOf(address: string): ReadonlySet<string> | null {
  const wanted = new URLSearchParams(address).get('services');
  return wanted === null ? null : new Set(wanted.split(',').map((service) => service.trim()));
}

const announcer = createAnnouncer();
let board: Board = newBoard(servicesOf(location.search), now());
let code: string | null = null;

function draw(): void {
  render(<Hall board={board} nowMs={now()} code={code} isSilent={announcer.isSilent()} />, document.body);
}

function apply(event: BoardEvent): void {
  const before = board.announced;
  board = stepBoard(board, event);
  const { announced } = board;
  draw();
  if (announced === null || announced.isSaid || announced.call.id === before?.call.id) return;
  const { id } = announced.call;
  void announcer.announce(announced.call).then(() => apply({ type: 'said', id, atMs: now() }));
}

window.addEventListener('pointerdown', announcer.wake);
window.addEventListener('keydown', announcer.wake);
setInterval(() => apply({ type: 'tick', atMs: now() }), TICK_MS);
draw();
void followHub({
  onFeed: (feed) => apply({ type: 'feed', feed, atMs: now() }),
  onCode(next) {
    code = next;
    draw();
  },
});
