// A substitute for the core that follows the contract until a request makes it break the contract.
import { createInterface } from 'node:readline';
import type { ViewState } from '../../../../src-main/session/contract/view-state.ts';

const say = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`);
const [behaviour] = process.argv.slice(2);

if (behaviour === 'faulty') {
  say({ push: 'fault', value: { kind: 'profile-missing', detail: 'no such file' } });
  process.exit(2);
}
if (behaviour === 'other-contract') say({ push: 'ready', value: { contract: 99, version: '9.9.9', wedge: false } });
else say({ push: 'ready', value: { contract: 1, version: '0.0.0', wedge: behaviour === 'wedge' } });
const beats = setInterval(() => say({ push: 'heartbeat' }), 200);

const view = {
  sessionId: '7b3f6f52-58f2-4c0c-8a5c-0f3f4f4c5d11',
  stateNo: process.pid,
  language: 'ca',
  languages: ['ca'],
  access: { contrast: 'normal', textSize: 100, spacing: 'usual', brightness: 'usual', reach: false },
  attention: { preferential: false, comeAndFetch: false },
  attentionAcknowledged: false,
  helpComing: false,
  office: { name: 'OAC Didó', city: 'Terrassa' },
  localTime: '2026-11-25T10:00',
  knowsHour: true,
  warning: null,
  printerNotice: null,
  storeNotice: null,
  network: null,
  hours: { today: [], next: null },
  canGoBack: false,
  canWithdraw: false,
  givenUp: null,
  speech: { mode: 'off', speed: 0, volume: 2, curtain: false, says: false, aloud: false, synthesiser: 'none' },
  view: { screen: 'idle', entries: ['walk-in'], openUntil: null, scans: false },
} satisfies ViewState;
say({ push: 'view', value: view });

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  switch (method) {
    case 'echo':
      say({ id, result: { ok: true, value: params } });
      break;
    case 'environment':
      say({ id, result: { ok: true, value: Object.keys(process.env) } });
      break;
    case 'babble':
      process.stdout.write('not json\n{"push":"weather"}\n');
      process.stdout.write(`${'x'.repeat(200_000)}\n`);
      say({ id, result: { ok: true, value: null } });
      break;
    case 'die':
      process.kill(process.pid, 'SIGKILL');
      break;
    case 'mend':
      process.exit(5);
      break;
    case 'stop':
      process.kill(process.pid, 'SIGSTOP');
      break;
    case 'hold':
      // The timer keeps the process alive after its standard input closes.
      setInterval(() => {}, 1_000);
      say({ id, result: { ok: true, value: process.pid } });
      break;
  }
});
lines.on('close', () => {
  clearInterval(beats);
});
