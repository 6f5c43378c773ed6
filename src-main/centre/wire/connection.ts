import { createHash, X509Certificate } from 'node:crypto';
import { type ClientRequestArgs, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { connect as connectTcp, type Socket } from 'node:net';
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
import { KIOSK_KEEPS_IDLE_MS } from '../../contract/centre/kept-connections.ts';
import { TLS_SUITES } from '../../contract/shared/tls-suites.ts';
import { isClockFault, type Judgement, judge, type Known, type Peer } from './certificate.ts';

const CONNECT_TIMEOUT_MS = 10_000;
/** `timeout` closes idle connections; the centre may ask for a shorter time. */
const KEPT = { keepAlive: true, maxFreeSockets: 2, timeout: KIOSK_KEEPS_IDLE_MS } as const;
const LONGEST_PROXY_HEAD = 8_192;
/** Certificate chains are short; the limit ends a chain that loops. */
const MAX_CHAIN = 8;

export interface UnknownAuthority {
  name: string;
  fingerprint: string;
  pem: string;
}

/** Thrown when the peer's certificate was refused; nothing was sent to the peer. */
export class CertificateRefused extends Error {
  readonly mayAskTime: boolean;
  /**
   * The authority of the refused certificate, if the certificate is for the right host and no known authority has signed it; `null`
   * otherwise.
   */
  readonly authority: UnknownAuthority | null;

  constructor(fault: string, mayAskTime: boolean, authority: UnknownAuthority | null) {
    super(fault);
    this.mayAskTime = mayAskTime;
    this.authority = authority;
  }
}

export interface ConnectionParts {
  known: () => Known;
  onVerified: (pin: string) => void;
  /**
   * PEM certificates of authorities that are trusted in addition to the machine's authorities. The list may grow; the next connection uses
   * the new list.
   */
  authorities?: readonly string[];
  proxy?: string | null;
}

export interface Connections {
  strict: HttpAgent;
  /** Connections for asking the centre's time, which also accept a certificate with the pinned key. */
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

type Connected = (error: Error | null, stream: Socket) => void;

/** Hands a connection over only after `judge` has accepted its certificate, so that no byte of a request is sent earlier. */
class JudgingAgent extends HttpsAgent {
  readonly #parts: ConnectionParts;
  readonly #enough: ReadonlySet<Judgement>;
  /**
   * The secure context, built once for each list of authorities, because parsing a hundred certificates takes longer than the rest of a
   * connection.
   */
  #authorities: { believed: readonly string[]; secureContext: SecureContext; added: number } | null = null;

  constructor(parts: ConnectionParts, enough: readonly Judgement[], keepAlive: boolean) {
    super(keepAlive ? KEPT : { keepAlive });
    this.#parts = parts;
    this.#enough = new Set(enough);
  }

  #believed(): { believed: readonly string[]; secureContext: SecureContext } {
    const { authorities = [] } = this.#parts;
    const added = authorities.length;
    if (this.#authorities?.added === added) return this.#authorities;
    const believed = [...usualAuthorities(), ...authorities];
    // A server sends intermediate authorities and seldom the root, so a chain may end at an intermediate authority that a person has
    // accepted.
    const secureContext = createSecureContext({
      ca: believed,
      allowPartialTrustChain: added > 0,
      minVersion: 'TLSv1.2',
      ciphers: TLS_SUITES,
    });
    this.#authorities = { believed, secureContext, added };
    return this.#authorities;
  }

  override createConnection(options: ClientRequestArgs & ConnectionOptions, callback?: Connected): undefined {
    const to = { host: String(options.host ?? ''), port: Number(options.port ?? 443) };
    const host = String(options.servername || options.host || '');
    const { proxy = null } = this.#parts;
    if (proxy === null) this.#shakeHands(host, to, callback);
    else
      throughProxy(proxy, to, (error, socket) => {
        if (error === null) this.#shakeHands(host, { ...to, socket }, callback);
        else callback?.(error, socket);
      });
    return undefined;
  }

  #shakeHands(host: string, over: ConnectionOptions, callback: Connected | undefined): void {
    const { known, onVerified } = this.#parts;
    const { believed, secureContext } = this.#believed();
    const socket = connect({
      ...over,
      servername: isAddress(host) ? '' : host,
      secureContext,
      // `judge` decides after the handshake, because it accepts a certificate that only this machine's wrong clock makes invalid.
      rejectUnauthorized: false,
    });
    let done = false;
    const settle = (error: Error | null): void => {
      if (done) return;
      done = true;
      socket.setTimeout(0);
      if (error) socket.destroy();
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
          : new CertificateRefused(
              peer.fault ?? 'the certificate is for another host',
              judgement === 'for-time-only',
              peer.isOfHost ? unknownAuthority(socket, peer.fault) : null,
            ),
      );
    });
  }
}

/**
 * Opens a connection to the centre through a proxy, by the method CONNECT (RFC 9110). `answer` gets the connection once the proxy has
 * reached the centre, or the error.
 */
function throughProxy(
  proxy: string,
  { host, port }: { host: string; port: number },
  answer: (error: Error | null, line: Socket) => void,
): void {
  const { hostname, port: proxyPort } = new URL(proxy);
  const target = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const line = connectTcp({ host: hostname, port: Number(proxyPort) });
  let head = Buffer.alloc(0);
  const settle = (error: Error | null): void => {
    line.removeAllListeners();
    line.setTimeout(0);
    if (error) line.on('error', () => {}).destroy();
    answer(error, line);
  };
  line.setTimeout(CONNECT_TIMEOUT_MS, () => settle(new Error('the proxy does not answer')));
  line.once('error', settle);
  line.once('close', () => settle(new Error('the proxy has closed the connection')));
  line.once('connect', () => line.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`));
  line.on('data', (chunk: Buffer) => {
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0 && head.length <= LONGEST_PROXY_HEAD) return;
    const isOpen = end >= 0 && /^HTTP\/1\.[01] 200 /.test(head.toString('latin1', 0, 13));
    line.pause();
    settle(isOpen ? null : new Error('the proxy refuses the connection to the centre'));
    if (isOpen && head.length > end + 4) line.unshift(head.subarray(end + 4));
  });
}

const NOBODY_KNOWN: ReadonlySet<string> = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

function unknownAuthority(socket: TLSSocket, fault: string | null): UnknownAuthority | null {
  const highest = chainOf(socket).at(-1);
  if (fault === null || !NOBODY_KNOWN.has(fault) || highest === undefined) return null;
  const certificate = new X509Certificate(highest.raw);
  // If the highest certificate is not an authority's, the chain contains no authority that a person could decide to trust.
  if (!certificate.ca) return null;
  const { CN, O } = highest.subject;
  const name = [CN, O].flat().filter((part) => part !== undefined && part !== '');
  return {
    name: name.join(', '),
    fingerprint: createHash('sha256').update(highest.raw).digest('hex'),
    pem: certificate.toString(),
  };
}

/** The certificates of the machine's authorities. A city installs its own in the system's store, which Node does not read by default. */
let usual: string[] | undefined;
function usualAuthorities(): string[] {
  usual ??= [...new Set([...getCACertificates('default'), ...getCACertificates('system')])];
  return usual;
}

function chainOf(socket: TLSSocket): DetailedPeerCertificate[] {
  const chain: DetailedPeerCertificate[] = [];
  let certificate: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (certificate?.raw && chain.length < MAX_CHAIN && !chain.includes(certificate)) {
    chain.push(certificate);
    certificate = certificate.issuerCertificate;
  }
  return chain;
}

function peerOf(socket: TLSSocket, host: string, believed: readonly string[]): Peer {
  const chain = chainOf(socket);
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

/** Whether each certificate is signed by the next one, up to a trusted authority; dates are not checked. */
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

/** Node types `authorizationError` as an Error, but stores OpenSSL's code there. */
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
