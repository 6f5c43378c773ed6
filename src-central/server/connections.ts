import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { addressSubject } from '../enrolment/address-subject.ts';

export interface ConnectionLimits {
  /** Of one address, of those over which nobody has shown good credentials yet. */
  strangersOfAddress: number;
  /** Of all addresses. */
  strangers: number;
  /** Of one kiosk or one token: two streams, and some that are kept for the next request. */
  ofCaller: number;
}

const CONNECTION_LIMITS: ConnectionLimits = { strangersOfAddress: 128, strangers: 4_096, ofCaller: 16 };

/**
 * A connection is young for so many ticks, a second in all: its client gets that long to send a request. Ticks stand still while the
 * replica is too busy to read: a request that lies unread in the kernel is the replica's delay, not the client's.
 */
const TICK_MS = 50;
const YOUNG_TICKS = 20;
/** So many times its limit all strangers together may have of young connections. */
const CROWD = 8;
/** And one address: all kiosks of a city may come through one router, in the second in which a replica is there again. */
const CROWD_OF_ADDRESS = 64;

export interface Connections {
  watch(server: Server): void;
  /** Whoever has shown good credentials over this connection; `null` for nobody yet. */
  callerOf(socket: Socket): string | null;
  /** Somebody has shown good credentials over it: no longer a stranger's. */
  prove(socket: Socket, caller: string): void;
  /** A request of it is worked on: until the returned function is called it is not closed to make room. */
  hold(socket: Socket): () => void;
  /** Ends those of strangers on which nothing is worked on. */
  closeStrangers(): void;
}

interface Connection {
  socket: Socket;
  peer: string;
  address: string;
  openedAtTick: number;
  /** Requests that are worked on. */
  underWay: number;
  caller: string | null;
}

/** Which connections there are, and whose. Each set is in the order of its connections' beginning. */
interface Book {
  /** By peer. */
  known: Map<string, Connection>;
  /** By what is closed in the end: it has no peer any more then. */
  opened: WeakMap<Socket, Connection>;
  /** Listens to the end of each of them: one for all, since there are thousands. */
  onClose: (this: Socket) => void;
  strangers: Map<string, Set<Connection>>;
  callers: Map<string, Set<Connection>>;
  allStrangers: Set<Connection>;
  /** Counts while there are strangers. */
  tick: number;
  ticking: NodeJS.Timeout | null;
}

/**
 * Which connections there are, and which of them go when there are too many: the oldest of the same address that has shown nothing,
 * or the oldest of the same caller on which nothing is worked on. Nobody is turned away: a kiosk that comes after a thousand idle
 * connections from its own address is let in, and one of these is closed.
 */
export function createConnections(limits: ConnectionLimits = CONNECTION_LIMITS): Connections {
  const book: Book = {
    ...{ known: new Map(), opened: new WeakMap() },
    ...{ strangers: new Map(), callers: new Map(), allStrangers: new Set(), tick: 0, ticking: null },
    onClose() {
      close(book, this);
    },
  };
  const connectionOf = (socket: Socket): Connection | undefined => book.known.get(peerOf(socket) ?? '');
  return {
    watch: (server) => void server.on('connection', (socket) => enter(book, limits, socket)),
    callerOf: (socket) => connectionOf(socket)?.caller ?? null,
    prove(socket, caller) {
      const connection = connectionOf(socket);
      if (!connection || connection.caller === caller) return;
      leave(book, connection);
      connection.caller = caller;
      put(book.callers, caller, connection);
      makeRoomOfCaller(book, limits, caller);
    },
    hold(socket) {
      const connection = connectionOf(socket);
      if (connection) connection.underWay += 1;
      let isHeld = true;
      return () => {
        if (connection && isHeld) connection.underWay -= 1;
        isHeld = false;
      };
    },
    closeStrangers() {
      for (const { socket, underWay } of book.allStrangers) if (underWay === 0) socket.destroy();
    },
  };
}

function enter(book: Book, limits: ConnectionLimits, socket: Socket): void {
  const { known, opened, strangers, allStrangers } = book;
  const peer = peerOf(socket);
  // Gone already.
  if (peer === null) return;
  const address = addressSubject(socket.remoteAddress ?? '');
  const connection = { socket, peer, address, openedAtTick: book.tick, underWay: 0, caller: null };
  known.set(peer, connection);
  opened.set(socket, connection);
  put(strangers, address, connection);
  allStrangers.add(connection);
  socket.on('close', book.onClose);
  const ofAddress = strangers.get(address) ?? new Set();
  book.ticking ??= setInterval(tick, TICK_MS, book).unref();
  makeRoom(book, ofAddress, limits.strangersOfAddress, CROWD_OF_ADDRESS);
  makeRoom(book, allStrangers, limits.strangers, CROWD);
}

/** Runs between two readings of all connections: as often as they were read since, and no more. */
function tick(book: Book): void {
  book.tick += 1;
  if (book.allStrangers.size > 0 || book.ticking === null) return;
  clearInterval(book.ticking);
  book.ticking = null;
}

function close(book: Book, socket: Socket): void {
  const connection = book.opened.get(socket);
  if (!connection) return;
  if (book.known.get(connection.peer) === connection) book.known.delete(connection.peer);
  leave(book, connection);
}

function leave({ allStrangers, strangers, callers }: Book, connection: Connection): void {
  allStrangers.delete(connection);
  take(strangers, connection.address, connection);
  if (connection.caller !== null) take(callers, connection.caller, connection);
}

function makeRoom(book: Book, those: Set<Connection>, most: number, crowd: number): void {
  for (const connection of those) {
    if (those.size <= most) return;
    const isYoung = book.tick - connection.openedAtTick < YOUNG_TICKS;
    // All that follow are younger.
    if (isYoung && those.size <= most * crowd) return;
    if (connection.underWay > 0) continue;
    leave(book, connection);
    connection.socket.destroy();
  }
}

function makeRoomOfCaller(book: Book, { ofCaller }: ConnectionLimits, caller: string): void {
  const those = book.callers.get(caller) ?? new Set();
  for (const connection of those) {
    if (those.size <= ofCaller) return;
    if (connection.underWay > 0) continue;
    leave(book, connection);
    connection.socket.destroy();
  }
}

/** Behind a proxy connections are the proxy's own: it serves many over one, and counts them itself. */
export const UNCOUNTED_CONNECTIONS: Connections = {
  watch: () => {},
  callerOf: () => null,
  prove: () => {},
  hold: () => () => {},
  closeStrangers: () => {},
};

/** The same for a socket and the TLS upon it. */
const peerOf = ({ remoteAddress, remotePort }: Socket): string | null =>
  remoteAddress === undefined || remotePort === undefined ? null : `${remoteAddress} ${remotePort}`;

function put(sets: Map<string, Set<Connection>>, key: string, connection: Connection): void {
  sets.set(key, (sets.get(key) ?? new Set()).add(connection));
}

function take(sets: Map<string, Set<Connection>>, key: string, connection: Connection): void {
  const those = sets.get(key);
  if (those?.delete(connection) && those.size === 0) sets.delete(key);
}
