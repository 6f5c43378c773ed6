import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HubReply } from '../contract/server-thread.ts';

const MOST_BODY_BYTES = 4_096;

/** A page may load its scripts, styles, fonts, images, sounds and data from the kiosk that serves it, and nothing else. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "media-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function guardHeaders(response: ServerResponse): void {
  response.setHeader('content-security-policy', CONTENT_SECURITY_POLICY);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  response.setHeader('permissions-policy', 'camera=(), microphone=(), geolocation=()');
  response.setHeader('cache-control', 'no-store');
}

export type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

export function answer(response: ServerResponse, status: number): void {
  response.statusCode = status;
  response.end();
}

export function give(response: ServerResponse, { status, json, file, cookie }: HubReply): void {
  response.statusCode = status;
  if (cookie !== undefined) response.setHeader('set-cookie', cookieFor(cookie.role, cookie.token));
  if (file !== undefined) response.setHeader('content-type', file.type);
  else if (json !== undefined) response.setHeader('content-type', 'application/json');
  response.end(file?.bytes ?? json);
}

/** Whether a request comes from a page that this kiosk serves, not from another site in the same browser. */
export function isOwnPage({ headers }: IncomingMessage): boolean {
  const { origin, host } = headers;
  if (origin === undefined || host === undefined || origin !== `https://${host}`) return false;
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin';
}

export const isJson = ({ headers }: IncomingMessage): boolean =>
  /^application\/json(;|$)/i.test(headers['content-type'] ?? '');

/** `null` if the body is too long. */
export async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MOST_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** `null` if the body is too long or not JSON. */
export async function readJson(request: IncomingMessage): Promise<{ value: unknown } | null> {
  const body = await readBody(request);
  return body && jsonIn(body);
}

/** `null` if the body is not JSON. */
export function jsonIn(body: Buffer): { value: unknown } | null {
  try {
    return { value: JSON.parse(body.toString('utf8')) };
  } catch {
    return null;
  }
}

const cookieName = (role: string): string => `__Host-torn-${role}`;
const COOKIE_S = 400 * 86_400;

/** The cookie that identifies the browser from now on; no script can read it, and no other site can make the browser send it. */
const cookieFor = (role: string, token: string): string =>
  `${cookieName(role)}=${token}; Max-Age=${COOKIE_S}; Path=/; Secure; HttpOnly; SameSite=Strict`;

export function tokenOf({ headers }: IncomingMessage, role: string): string | null {
  for (const part of (headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === cookieName(role) && value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value)) return value;
  }
  return null;
}

/** The core stores no token, only this hash. */
export const tokenHashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');
