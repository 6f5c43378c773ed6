import type { Fault } from '../fault.ts';

export const SYNC_AND_SECURITY_FAULTS: readonly Fault[] = [
  {
    means: 'a number that nobody signed raises the count of reads: anybody on the way ends all reads',
    file: 'src-main/sync/tasks/counted-read.ts',
    snippet: 'if (!answer.error.signed || !memory.raiseReadCount(above).ok) return answer;',
    replacement: 'if (!memory.raiseReadCount(above).ok) return answer;',
    noticedBy: ['tests/integration/sync/words-on-the-network.test.ts'],
  },
  {
    means: 'events that the answer does not mention count as stored',
    file: 'src-main/sync/tasks/upload.ts',
    snippet: 'if (items.length !== events.length || storeEpoch === undefined)',
    replacement: 'if (storeEpoch === undefined)',
    noticedBy: ['tests/integration/sync/words-on-the-network.test.ts'],
  },
  {
    means: 'a request counts as signed that covers the right things in another order',
    file: 'src-main/security/signed-messages.ts',
    snippet: 'if (!input.startsWith(start)) return null;',
    replacement: '',
    noticedBy: ['tests/unit/src-main/security/same-key-other-words.test.ts'],
  },
  {
    means: 'what the centre’s key has signed for another purpose counts as its answer',
    file: 'src-main/security/signed-messages.ts',
    snippet: ' || !CENTRE_PARAMETERS.test(input.slice(start.length))) return null;',
    replacement: ') return null;',
    noticedBy: ['tests/unit/src-main/security/same-key-other-words.test.ts'],
  },
  {
    means: 'an answer counts that covers less of the request than the request’s own signature does',
    file: 'src-main/security/signed-messages.ts',
    snippet: 'if (!input.startsWith(start) || !CENTRE_PARAMETERS',
    replacement: 'if (!CENTRE_PARAMETERS',
    also: [
      {
        file: 'src-main/security/signed-messages.ts',
        snippet: 'CENTRE_PARAMETERS.test(input.slice(start.length))',
        replacement: "CENTRE_PARAMETERS.test(input.slice(input.indexOf(')') + 1))",
      },
    ],
    noticedBy: ['tests/unit/src-main/security/same-key-other-words.test.ts'],
  },
  {
    means: 'a key that cannot sign is taken for the kiosk’s own',
    file: 'src-main/contract/shared/ids.ts',
    snippet: '/^MCowBQYDK2VwAyEA[A-Za-z0-9_-]{43}$/',
    replacement: '/^MCowBQYDK2V.AyEA[A-Za-z0-9_-]{43}$/',
    noticedBy: ['tests/unit/src-main/security/signed-messages.test.ts'],
  },
  {
    means: 'a certificate that is no authority may certify another one while no date is believed',
    file: 'src-main/sync/connection.ts',
    snippet: 'by.ca && certificate.checkIssued(by)',
    replacement: 'certificate.checkIssued(by)',
    noticedBy: ['tests/integration/sync/certificates.test.ts'],
  },
  {
    means: 'a stream of wake-ups that speaks is taken for dead after a while',
    file: 'src-main/sync/wake-up-stream.ts',
    snippet: "stream.on('data', (text: string) => {\n      listen();",
    replacement: "stream.on('data', (text: string) => {",
    noticedBy: ['tests/integration/sync/centre-client.test.ts'],
  },
  {
    means: 'a secret is empty after a power cut, though it was said to be kept',
    file: 'src-main/security/secret-place.ts',
    snippet: '    await file.sync();\n',
    replacement: '',
    noticedBy: ['tests/unit/src-main/security/secret-place.test.ts'],
  },
  {
    means: 'a secret that was wiped still stands on the disk',
    file: 'src-main/security/secret-place.ts',
    snippet: '    overwrite(file);\n',
    replacement: '',
    noticedBy: ['tests/unit/src-main/security/secret-place.test.ts'],
  },
  {
    means: 'a secret that was wiped stands among the free blocks, and zeros in others',
    file: 'src-main/security/secret-place.ts',
    snippet: "const file = openSync(path, 'r+');",
    replacement:
      "const size = statSync(path).size;\n  const file = openSync(path, 'w');\n  writeFileSync(file, Buffer.alloc(size));",
    noticedBy: ['tests/unit/src-main/security/secret-place.test.ts'],
  },
  {
    means: 'a key that was destroyed stays in memory',
    file: 'src-main/security/encryption-keys.ts',
    snippet: 'atHand.get(name)?.key.fill(0);',
    replacement: '',
    noticedBy: ['tests/unit/src-main/security/encryption-keys.test.ts'],
  },
];
