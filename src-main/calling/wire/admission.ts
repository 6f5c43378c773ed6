import type { Clock } from '../../ports/clock.ts';
import { addressOf, networkOf } from './addresses.ts';
import { createAllowance } from './allowance.ts';
import { firstToGo } from './places.ts';

/**
 * Largest number of connections for each kind of caller. `paired`: has shown a valid cookie or a kiosk's key; enough for 60 desks, their
 * halls and kiosks. `familiar`: has shown neither, but a paired connection came from its address lately. `stranger`: all other callers.
 * Each kind has its own places, so strangers cannot displace the rest.
 */
const PLACES = { paired: 256, familiar: 128, stranger: 96 } as const;
type Standing = keyof typeof PLACES;

/**
 * A handshake costs the kiosk's processor a millisecond. Strangers of one network may therefore open this many connections at once, and one
 * more each `ONE_MORE_STRANGER_MS`.
 */
const STRANGERS_AT_ONCE = 96;
const ONE_MORE_STRANGER_MS = 33;

/**
 * An address counts as familiar for this long after a paired connection, because a desk's machine returns with the same address on the same
 * day.
 */
const FAMILIAR_MS = 12 * 60 * 60_000;
const MOST_FAMILIAR = 256;

/**
 * Decides which connections the server for browsers and kiosks keeps. `Connection` is the value by which the server identifies a
 * connection; values are compared by identity.
 */
export interface Admission<Connection> {
  /** Admits a connection. `address` is the socket's `remoteAddress`. Returns the connections to close, perhaps this one. */
  come(connection: Connection, address: string): readonly Connection[];
  /** The caller reports that the connection has completed a handshake or sent a request. */
  moved(connection: Connection): void;
  /**
   * The caller reports that a request on the connection had a valid cookie or a kiosk's key; `who` is that browser or kiosk. Returns the
   * connections to close.
   */
  shown(connection: Connection, who: string): readonly Connection[];
  left(connection: Connection): void;
}

interface Place<Connection> {
  connection: Connection;
  address: string;
  standing: Standing;
  group: string;
  atMs: number;
}

export function createAdmission<Connection>(clock: Clock): Admission<Connection> {
  const places = new Map<Connection, Place<Connection>>();
  const familiar = new Map<string, number>();
  const mayCome = createAllowance(STRANGERS_AT_ONCE, ONE_MORE_STRANGER_MS, clock);

  function isFamiliar(address: string): boolean {
    const shownMs = familiar.get(address);
    return shownMs !== undefined && clock.monotonicMs() - shownMs < FAMILIAR_MS;
  }
  function remember(address: string): void {
    familiar.delete(address);
    familiar.set(address, clock.monotonicMs());
    const [oldest] = familiar.keys();
    if (familiar.size > MOST_FAMILIAR && oldest !== undefined) familiar.delete(oldest);
  }
  function closing(standing: Standing): readonly Connection[] {
    const held = [...places.values()].filter((place) => place.standing === standing);
    if (held.length <= PLACES[standing]) return [];
    const gone = firstToGo(held);
    if (gone === null) return [];
    places.delete(gone.connection);
    return [gone.connection];
  }
  return {
    come(connection, from) {
      const [address, network] = [addressOf(from), networkOf(from)];
      const standing = isFamiliar(address) ? 'familiar' : 'stranger';
      if (standing === 'stranger' && !mayCome(network)) return [connection];
      const group = standing === 'familiar' ? address : network;
      places.set(connection, { connection, address, standing, group, atMs: clock.monotonicMs() });
      return closing(standing);
    },
    moved(connection) {
      const place = places.get(connection);
      if (place !== undefined) place.atMs = clock.monotonicMs();
    },
    shown(connection, who) {
      const place = places.get(connection);
      if (place === undefined) return [];
      remember(place.address);
      Object.assign(place, { standing: 'paired', group: who });
      return closing('paired');
    },
    left: (connection) => void places.delete(connection),
  };
}
