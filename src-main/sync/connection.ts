import { createHash, X509Certificate } from 'node:crypto';
import { type ClientRequestArgs, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import {
  type ConnectionOptions,
  checkServerIdentity,
  connect,
  createSecureContext,
  type DetailedPeerCertificate,
  getCACertificates,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import { KIOSK_KEEPS_IDLE_MS } from '../contract/centre/kept-connections.ts';
import { isClockFault, type Judgement, judge, type Known, type Peer } from './certificate.ts';

const CONNECT_TIMEOUT_MS = 10_000;
/** `timeout` closes idle connections; the centre may request a shorter one. */
const KEPT = { keepAlive: true, maxFreeSockets: 2, timeout: KIOSK_KEEPS_IDLE_MS } as const;
/** Chains are short; the limit ends a loop of certificates. */
const MAX_CHAIN = 8;

/** The peer's certificate was refused before anything was sent. */
export class CertificateRefused extends Error {
  /** The holder of this key may be asked for the centre's time. */
  readonly mayAskTime: boolean;

  constructor(fault: string, mayAskTime: boolean) {
    super(fault);
    this.mayAskTime = mayAskTime;
  }
}

export interface ConnectionParts {
  known: () => Known;
  onVerified: (pin: string) => void;
  /** PEM certificates trusted in addition to the usual ones. */
  authorities?: readonly string[];
}

export interface Connections {
  /** For every request except the time. */
  strict: HttpAgent;
  /** For the time only: accepts the pinned key. */
  lenient: HttpAgent;
  /** Closes idle connections, so that the next request opens a new one. */
  forgetIdle(): void;
  close(): void;
}

/** `secure` is false only for a centre on this machine. */
export function openConnections(secure: boolean, parts: ConnectionParts): Connections {
  const strict = secure
    ? new JudgingAgent(parts, ['verified', 'verified-but-for-our-clock'], true)
    : new HttpAgent(KEPT);
  const lenient = secure
    ? new JudgingAgent(parts, ['verified', 'verified-but-for-our-clock', 'for-time-only'], false)
    : new HttpAgent({ keepAlive: false });
  return {
    strict,
    lenient,
    forgetIdle() {
      for (const idle of Object.values(strict.freeSockets)) for (const socket of idle ?? []) socket.destroy();
    },
    close() {
      strict.destroy();
      lenient.destroy();
    },
  };
}

/** Releases a connection only after judging it, so that no byte of a request is sent before. */
class JudgingAgent extends HttpsAgent {
  readonly #parts: ConnectionParts;
  readonly #enough: ReadonlySet<Judgement>;
  /** Built once, because parsing a hundred authorities dominates the cost. */
  #authorities: { believed: readonly string[]; secureContext: SecureContext } | null = null;

  constructor(parts: ConnectionParts, enough: readonly Judgement[], keepAlive: boolean) {
    super(keepAlive ? KEPT : { keepAlive });
    this.#parts = parts;
    this.#enough = new Set(enough);
  }

  #believed(): { believed: readonly string[]; secureContext: SecureContext } {
    if (this.#authorities) return this.#authorities;
    const believed = [...usualAuthorities(), ...(this.#parts.authorities ?? [])];
    this.#authorities = { believed, secureContext: createSecureContext({ ca: believed }) };
    return this.#authorities;
  }

  override createConnection(
    options: ClientRequestArgs & ConnectionOptions,
    callback?: (error: Error | null, stream: TLSSocket) => void,
  ): undefined {
    const { known, onVerified } = this.#parts;
    const { believed, secureContext } = this.#believed();
    const host = String(options.servername || options.host || '');
    const socket = connect({
      host: String(options.host ?? ''),
      port: Number(options.port ?? 443),
      servername: isAddress(host) ? '' : host,
      secureContext,
      // `judge` decides after the handshake, more strictly than this option.
      rejectUnauthorized: false,
    });
    let done = false;
    const settle = (error: Error | null): void => {
      if (done) return;
      done = true;
      socket.setTimeout(0);
      if (error) socket.destroy();
      // Node's agent ignores the stream if there is an error.
      callback?.(error, socket);
    };
    socket.setTimeout(CONNECT_TIMEOUT_MS, () => settle(new Error('no connection in time')));
    socket.once('error', (error) => settle(error));
    socket.once('close', () => settle(new Error('the connection was closed')));
    socket.once('secureConnect', () => {
      const peer = peerOf(socket, host, believed);
      const judgement = judge(peer, known());
      if (judgement === 'verified') onVerified(peer.pin);
      settle(
        this.#enough.has(judgement)
          ? null
          : new CertificateRefused(peer.fault ?? 'of another host', judgement === 'for-time-only'),
      );
    });
    return undefined;
  }
}

/** A city's own authority is installed in the system store, which Node does not use by default. */
let usual: string[] | undefined;
function usualAuthorities(): string[] {
  usual ??= [...new Set([...getCACertificates('default'), ...getCACertificates('system')])];
  return usual;
}

function peerOf(socket: TLSSocket, host: string, believed: readonly string[]): Peer {
  const chain: DetailedPeerCertificate[] = [];
  let certificate: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (certificate?.raw && chain.length < MAX_CHAIN && !chain.includes(certificate)) {
    chain.push(certificate);
    certificate = certificate.issuerCertificate;
  }
  const [leaf] = chain;
  if (!leaf) return { fault: 'NO_CERTIFICATE', isCertified: false, isOfHost: false, pin: '', validity: [] };
  const fault = socket.authorized ? null : faultOf(socket);
  return {
    fault,
    isCertified:
      fault === null ||
      (isClockFault(fault) &&
        isCertified(
          chain.map(({ raw }) => new X509Certificate(raw)),
          believed,
        )),
    isOfHost: checkServerIdentity(host, leaf) === undefined,
    pin: pinOf(leaf.raw),
    validity: chain.map(({ valid_from, valid_to }) => ({ fromMs: Date.parse(valid_from), toMs: Date.parse(valid_to) })),
  };
}

/** Whether each certificate is signed by the next, up to an authority: the verification without dates. */
function isCertified(chain: readonly X509Certificate[], believed: readonly string[]): boolean {
  const authorities = believed.map((pem) => new X509Certificate(pem));
  const issued = (certificate: X509Certificate, by: X509Certificate): boolean =>
    by.ca && certificate.checkIssued(by) && certificate.verify(by.publicKey);
  for (const [index, certificate] of chain.entries()) {
    if (authorities.some((authority) => issued(certificate, authority))) return true;
    const next = chain[index + 1];
    if (!next || !issued(certificate, next)) return false;
  }
  return false;
}

/** Node types the value as an Error and sets OpenSSL's code. */
function faultOf({ authorizationError }: TLSSocket): string {
  const fault: unknown = authorizationError;
  if (fault instanceof Error) return 'code' in fault ? String(fault.code) : fault.message;
  return String(fault);
}

const pinOf = (der: Buffer): string =>
  createHash('sha256')
    .update(new X509Certificate(der).publicKey.export({ format: 'der', type: 'spki' }))
    .digest('base64url');

const isAddress = (host: string): boolean => /^[\d.]+$|:/.test(host);
