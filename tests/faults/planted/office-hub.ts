import type { Fault } from '../fault.ts';

const PROMPT_CALLS = 'tests/integration/hub/prompt-calls.test.ts';
const APART = 'tests/integration/hub/kiosks-apart.test.ts';
const STRANGERS = 'tests/integration/hub/strangers.test.ts';
const ANSWERS = 'tests/unit/src-main/calling/wire/answers.test.ts';
const SERVER_THREAD = 'tests/integration/hub/server-thread.test.ts';
const ADMISSION = 'tests/unit/src-main/calling/wire/admission.test.ts';
const HELD_KIOSK = 'tests/reliability/held-kiosk/held-kiosk.test.ts';

export const OFFICE_HUB_FAULTS: readonly Fault[] = [
  {
    means: 'a typed number far beyond the line counts as given',
    file: 'src-main/tickets/rules/number-line.ts',
    snippet: 'typed - number <= MOST_BEYOND',
    replacement: 'typed - number <= 10 * MOST_BEYOND',
    noticedBy: ['tests/unit/src-main/tickets/rules/number-line.test.ts'],
  },
  {
    means: 'an order for another office’s desk of the same name is carried out here',
    file: 'src-main/calling/wire/kiosk-answers.ts',
    snippet: 'return isOurs(call.body) ? replyOf(200, order(deskId, passed)) : { status: 403 };',
    replacement: 'return replyOf(200, order(deskId, passed));',
    noticedBy: [ANSWERS],
  },
  {
    means: 'after one slow answer two kiosks give two lines of numbers all day',
    file: 'src-main/calling/wire/prompt-calls.ts',
    snippet: '? TRIAL_MS : TRIAL_AGAIN_MS;',
    replacement: '? TRIAL_MS : 12 * 60 * 60_000;',
    noticedBy: [PROMPT_CALLS, HELD_KIOSK],
  },
  {
    means: 'paper of a kiosk’s own number waits for another kiosk first',
    file: 'src-main/calling/wire/number-line.ts',
    snippet: 'isOthers: (number) => slotOf(number) !== slot,',
    replacement: 'isOthers: () => slot > 0,',
    noticedBy: [PROMPT_CALLS],
  },
  {
    means: 'the answer of another kiosk fills the memory',
    file: 'src-main/calling/wire/kiosk-calls.ts',
    snippet: 'if (length > MOST_ANSWER_BYTES) sending',
    replacement: 'if (length > 100 * MOST_ANSWER_BYTES) sending',
    noticedBy: [PROMPT_CALLS],
  },
  {
    means: 'a person waits half a minute for a ticket because another kiosk is silent',
    file: 'src-main/calling/wire/prompt-calls.ts',
    snippet: 'export const NUMBER_MS = 300;',
    replacement: 'export const NUMBER_MS = 30_000;',
    noticedBy: [HELD_KIOSK],
  },
  {
    means: 'desks wait eight minutes for a kiosk that is dead',
    file: 'src-main/calling/wire/prompt-calls.ts',
    snippet: 'export const ORDER_MS = 3_000;',
    replacement: 'export const ORDER_MS = 480_000;',
    noticedBy: [HELD_KIOSK],
  },
  {
    means: 'any machine of the network fills the kiosk’s memory with one request',
    file: 'src-main/calling/wire/requests.ts',
    snippet: 'if (length > MOST_BODY_BYTES) return null;',
    replacement: '',
    noticedBy: [APART, 'tests/integration/hub/desks.test.ts'],
  },
  {
    means: 'browsers ask clerks to trust the kiosk anew because a cable was plugged in',
    file: 'src-main/security/hub-certificate.ts',
    snippet: 'addresses.some((address) =>',
    replacement: 'addresses.every((address) =>',
    noticedBy: ['tests/unit/src-main/security/hub-certificate.test.ts'],
  },
  {
    means: 'desks get no answer while the calling kiosk cuts their orders and is heard all the same',
    file: 'src-main/calling/wire/kiosk-links.ts',
    snippet: "return answersMs <= ORDER_MS ? 'heard' : 'silent';",
    replacement: "return 'heard';",
    noticedBy: [APART],
  },
  {
    means: 'an order that was cut goes to the same kiosk again and again',
    file: 'src-main/calling/wire/kiosk-links.ts',
    snippet: 'const calling = cutOrders.has(orderId) ? null :',
    replacement: 'const calling = cutOrders.has("") ? null :',
    noticedBy: [HELD_KIOSK],
  },
  {
    means: 'a machine with many addresses of one IPv6 network has as many places as addresses',
    file: 'src-main/calling/wire/addresses.ts',
    snippet: 'const NETWORK_GROUPS = 4;',
    replacement: 'const NETWORK_GROUPS = 8;',
    noticedBy: ['tests/unit/src-main/calling/wire/addresses.test.ts'],
  },
  {
    means: 'a desk’s browser loses its connection to a stranger at the same address',
    file: 'src-main/calling/wire/routes.ts',
    snippet: 'if (found !== null) onShown(request, found.identityId);',
    replacement: '',
    noticedBy: [STRANGERS],
  },
  {
    means: 'a kiosk loses its connection to a stranger at the same address',
    file: 'src-main/calling/wire/kiosk-routes.ts',
    snippet: 'onShown(request, pin);',
    replacement: '',
    noticedBy: [STRANGERS],
  },
  {
    means: 'a desk’s machine that comes back stands in line with the strangers of its network',
    file: 'src-main/calling/wire/admission.ts',
    snippet: 'remember(place.address);',
    replacement: '',
    noticedBy: [ADMISSION],
  },
  {
    means: 'one network of strangers has the kiosk’s processor for its handshakes',
    file: 'src-main/calling/wire/admission.ts',
    snippet: "if (standing === 'stranger' && !mayCome(network)) return [connection];",
    replacement: '',
    noticedBy: [ADMISSION],
  },
  {
    means: 'where places run out a newcomer loses the one it has just got',
    file: 'src-main/calling/wire/places.ts',
    snippet: 'group.count > found.count ||',
    replacement: 'group.count < found.count ||',
    noticedBy: [ADMISSION],
  },
  {
    means: 'strangers who show twelve codes keep every honest browser from being let in',
    file: 'src-main/calling/wire/pairings.ts',
    snippet: 'return all.filter((one) => !gone.has(one) && one !== first?.one);',
    replacement: 'return first === null ? all : null;',
    noticedBy: ['tests/unit/src-main/calling/wire/pairings.test.ts'],
  },
  {
    means: 'an unpaired kiosk changes numbers until the server’s thread has heard of it',
    file: 'src-main/calling/wire/kiosk-answers.ts',
    snippet: 'if (!kiosks.all().includes(call.pin)) return { status: 401 };',
    replacement: '',
    noticedBy: [ANSWERS],
  },
  {
    means: 'forged cookies reach the thread that gives the tickets',
    file: 'src-main/calling/wire/routes.ts',
    snippet: 'browser.token === hash',
    replacement: "browser.token !== ''",
    noticedBy: [SERVER_THREAD],
  },
  {
    means: 'a server’s thread that reads nothing fills the kiosk’s memory',
    file: 'src-main/calling/wire/server-thread.ts',
    snippet: 'if (unread > MOST_UNREAD_CHARACTERS) return;',
    replacement: '',
    noticedBy: [SERVER_THREAD],
  },
];
