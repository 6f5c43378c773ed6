import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { addressSubject } from '../enrolment/address-subject.ts';
import { once } from './admission.ts';

export interface ConnectionLimits {
  strangersOfAddress: number;
  strangers: number;
  /** Largest number of connections of one kiosk or token: two streams, and some connections kept open for later requests. */
  ofCaller: number;
}

const CONNECTION_LIMITS: ConnectionLimits = { strangersOfAddress: 128, strangers: 4_096, ofCaller: 16 };

/**
 * A connection is young for this many ticks, together a second, in which its client should send a request. Ticks pause while the replica is
 * too busy to read, because an unread request in the kernel is the replica's delay, not the client's.
 */
const TICK_MS = 50;
const YOUNG_TICKS = 20;
/** All unauthenticated clients together may have this many times their limit in young connections. */
const CROWD = 8;
/**
 * One address may have this many times its limit in young connections, because all kiosks of a city may reconnect through one router in the
 * second when a replica is back.
 */
const CROWD_OF_ADDRESS = 64;

export interface Connections {
  watch(server: Server): void;
  /** The caller authenticated on this connection; `null`: none yet. */
  callerOf(socket: Socket): string | null;
  prove(socket: Socket, caller: string): void;
  /** Protects the connection from being closed to make room, until the returned function is called. */
  hold(socket: Socket): () => void;
  /** Closes unauthenticated connections without a running request. */
  closeStrangers(): void;
}

interface Connection {
  socket: Socket;
  peer: string;
  address: string;
  openedAtTick: number;
  underWay: number;
  caller: string | null;
}

/** Each set has its connections in the sequence in which they were opened. */
interface Book {
  known: Map<string, Connection>;
  /** Connections by socket, because a closing socket has no peer address any more. */
  opened: WeakMap<Socket, Connection>;
  /** The close listener of every socket. All share one function, because there are thousands of sockets. */
  onClose: (this: Socket) => void;
  strangers: Map<string, Set<Connection>>;
  callers: Map<string, Set<Connection>>;
  allStrangers: Set<Connection>;
  /** The number of ticks so far. It advances only while there are unauthenticated connections. */
  tick: number;
  ticking: NodeJS.Timeout | null;
}

/**
 * Tracks connections, and closes some when there are too many: the oldest unauthenticated connection of the same address or of all
 * addresses, or the oldest idle connection of the same caller. New connections are never refused. A kiosk that connects after a thousand
 * idle connections from its address is accepted, and one of the idle connections is closed.
 */
export function createConnections(limits: ConnectionLimits = CONNECTION_LIMITS): Connections {
  const book: Book = {
    known: new Map(),
    opened: new WeakMap(),
    strangers: new Map(),
    callers: new Map(),
    allStrangers: new Set(),
    tick: 0,
    ticking: null,
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
      // The factor is 1: the young connections of an authenticated caller may not exceed the limit either.
      makeRoom(book, book.callers.get(caller) ?? new Set(), limits.ofCaller, 1);
    },
    hold(socket) {
      const connection = connectionOf(socket);
      if (!connection) return () => {};
      connection.underWay += 1;
      return once(() => {
        connection.underWay -= 1;
      });
    },
    closeStrangers() {
      for (const { socket, underWay } of book.allStrangers) if (underWay === 0) socket.destroy();
    },
  };
}

function enter(book: Book, limits: ConnectionLimits, socket: Socket): void {
  const { known, opened, strangers, allStrangers } = book;
  const peer = peerOf(socket);
  // A socket without a peer address is already closed.
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

/** A timer fires at most once per turn of the event loop, so ticks are never faster than the reading of sockets. */
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
    // All following connections are younger, so none of them is closed either.
    if (isYoung && those.size <= most * crowd) return;
    if (connection.underWay > 0) continue;
    leave(book, connection);
    connection.socket.destroy();
  }
}

/**
 * For a replica behind a proxy. Connections are not counted, because the proxy serves many clients over one connection, and counts clients
 * itself.
 */
export const UNCOUNTED_CONNECTIONS: Connections = {
  watch: () => {},
  callerOf: () => null,
  prove: () => {},
  hold: () => () => {},
  closeStrangers: () => {},
};

const peerOf = ({ remoteAddress, remotePort }: Socket): string | null =>
  remoteAddress === undefined || remotePort === undefined ? null : `${remoteAddress} ${remotePort}`;

function put(sets: Map<string, Set<Connection>>, key: string, connection: Connection): void {
  sets.set(key, (sets.get(key) ?? new Set()).add(connection));
}

function take(sets: Map<string, Set<Connection>>, key: string, connection: Connection): void {
  const those = sets.get(key);
  if (those?.delete(connection) && those.size === 0) sets.delete(key);
}
