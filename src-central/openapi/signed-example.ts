/**
 * A request and its answer, signed with the published key `test-key-ed25519` of RFC 9421 (appendix B.1.4), so that developers can check
 * their own signatures against them. A test verifies every line.
 */
const path = '/v1/cities/vila-exemple/kiosks/0197f5a0-3c1e-7c4b-9a55-6d1f0c2b7e90/changes';
const requestInput =
  '("@method" "@authority" "@path" "@query" "torn-request");keyid="NFcWBst6DXG-N35nHdzMrioWntdzNZghQSkjHNMMSjw";alg="ed25519";nonce="q0bHtfRrUkKXo2mHdU9Yhg";tag="torn-kiosk"';
const requestSignature = ':uYJl1JX/6EaKybCSR4yDD2YQLN/uk2Xn9xSOc7UqEE7tjBGBIOIZDMK4EUbSUiU3H45+HlO4iTypCfK8I+eODw==:';
const answerInput =
  '("@status" "content-digest" "torn-time" "@method";req "@authority";req "@path";req "@query";req "torn-request";req "signature";req;key="torn");keyid="NFcWBst6DXG-N35nHdzMrioWntdzNZghQSkjHNMMSjw";alg="ed25519";tag="torn-centre"';
const digest = 'sha-256=:dLcr9wa6jQwd+IUiCid3pjDGET0mJd7J0QFKgj4EZC0=:';
const time = '2026-11-25T09:30:00.000Z';

export const SIGNED_EXAMPLE = {
  publicKey: 'MCowBQYDK2VwAyEAJrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs',
  request: {
    method: 'GET',
    url: `https://centre.example${path}?cursor=17`,
    headers: {
      'torn-request': '1042',
      'signature-input': `torn=${requestInput}`,
      signature: `torn=${requestSignature}`,
    },
    base: [
      '"@method": GET',
      '"@authority": centre.example',
      `"@path": ${path}`,
      '"@query": ?cursor=17',
      '"torn-request": 1042',
      `"@signature-params": ${requestInput}`,
    ],
  },
  answer: {
    status: 200,
    headers: {
      'content-digest': digest,
      'torn-time': time,
      'signature-input': `torn=${answerInput}`,
      signature: 'torn=:8JJ4TFB3WKTvtJi8oUbKNwJ+6PJzq8dI/9ZykW1yG2fzrvnXk9bztHQy8/Q5jrQ7qU/Ralq+nby88F14JOqfDg==:',
    },
    body: '{"changes":[],"cursor":"17","more":false,"storeEpoch":"5f0e1f6c-8b0a-4f6e-9a56-0f4d3c2b1a09"}',
    base: [
      '"@status": 200',
      `"content-digest": ${digest}`,
      `"torn-time": ${time}`,
      '"@method";req: GET',
      '"@authority";req: centre.example',
      `"@path";req: ${path}`,
      '"@query";req: ?cursor=17',
      '"torn-request";req: 1042',
      `"signature";req;key="torn": ${requestSignature}`,
      `"@signature-params": ${answerInput}`,
    ],
  },
} as const;
