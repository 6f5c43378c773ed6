import { createHmac } from 'node:crypto';

/** What is hashed; the same characters as another thing have another hash. */
export type Hashed = 'document' | 'locator' | 'code';

/**
 * How a centre and a kiosk compare what nobody keeps: HMAC-SHA-256 (RFC 2104) under a key of the office, base64url. A document's
 * number is normal (`domain/identity-document`), so is a locator (`domain/locator`) and a code (`domain/channel-code`).
 * @param officeKey 32 bytes, base64url
 */
export const keyedHash = (officeKey: string, what: Hashed, text: string): string =>
  createHmac('sha256', Buffer.from(officeKey, 'base64url')).update(`torn-${what}-v1\n${text}`).digest('base64url');
