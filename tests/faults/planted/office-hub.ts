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
    means: 'a typed number far above the shared line counts as given',
    file: 'src-main/tickets/rules/number-line.ts',
    snippet: 'typed - number <= MOST_BEYOND',
    replacement: 'typed - number <= 10 * MOST_BEYOND',
    noticedBy: ['tests/unit/src-main/tickets/rules/number-line.test.ts'],
  },
  {
    means: 'a kiosk carries out an order for a desk of the same name in another office',
    file: 'src-main/calling/wire/kiosk-answers.ts',
    snippet: 'return isOurs(call.body) ? replyOf(200, order(deskId, passed)) : { status: 403 };',
    replacement: 'return replyOf(200, order(deskId, passed));',
    noticedBy: [ANSWERS],
  },
  {
    means: 'two kiosks give two separate lines of numbers all day after one slow answer',
    file: 'src-main/calling/wire/prompt-calls.ts',
    snippet: '? TRIAL_MS : TRIAL_AGAIN_MS;',
    replacement: '? TRIAL_MS : 12 * 60 * 60_000;',
    noticedBy: [PROMPT_CALLS, HELD_KIOSK],
  },
  {
    means: 'a reprint of the kiosk’s own number first waits for a sibling kiosk',
    file: 'src-main/calling/wire/number-line.ts',
    snippet: 'isOthers: (number) => slotOf(number) !== slot,',
    replacement: 'isOthers: () => slot > 0,',
    noticedBy: [PROMPT_CALLS],
  },
  {
    means: 'a sibling kiosk’s answer can fill the memory',
    file: 'src-main/calling/wire/kiosk-calls.ts',
    snippet: 'if (length > MOST_ANSWER_BYTES) sending',
    replacement: 'if (length > 100 * MOST_ANSWER_BYTES) sending',
    noticedBy: [PROMPT_CALLS],
  },
  {
    means: 'a citizen waits half a minute for a ticket because a sibling kiosk is silent',
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
    means: 'any machine of the network can fill the kiosk’s memory with one request',
    file: 'src-main/calling/wire/requests.ts',
    snippet: 'if (length > MOST_BODY_BYTES) return null;',
    replacement: '',
    noticedBy: [APART, 'tests/integration/hub/desks.test.ts'],
  },
  {
    means: 'clerks must trust the kiosk’s certificate again after a cable was plugged in',
    file: 'src-main/security/hub-certificate.ts',
    snippet: 'addresses.some((address) =>',
    replacement: 'addresses.every((address) =>',
    noticedBy: ['tests/unit/src-main/security/hub-certificate.test.ts'],
  },
  {
    means: 'a calling kiosk that cuts desks’ orders still counts as heard, so the desks get no answer',
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
    means: 'a machine with many addresses of one IPv6 network has a place for each address',
    file: 'src-main/calling/wire/addresses.ts',
    snippet: 'const NETWORK_GROUPS = 4;',
    replacement: 'const NETWORK_GROUPS = 8;',
    noticedBy: ['tests/unit/src-main/calling/wire/addresses.test.ts'],
  },
  {
    means: 'a stranger at the same address displaces the connection of a desk’s browser',
    file: 'src-main/calling/wire/routes.ts',
    snippet: 'if (found !== null) onShown(request, found.identityId);',
    replacement: '',
    noticedBy: [STRANGERS],
  },
  {
    means: 'a stranger at the same address displaces a kiosk’s connection',
    file: 'src-main/calling/wire/kiosk-routes.ts',
    snippet: 'onShown(request, pin);',
    replacement: '',
    noticedBy: [STRANGERS],
  },
  {
    means: 'a desk’s machine that reconnects counts as a stranger of its network',
    file: 'src-main/calling/wire/admission.ts',
    snippet: 'remember(place.address);',
    replacement: '',
    noticedBy: [ADMISSION],
  },
  {
    means: 'one network of strangers can use up the kiosk’s processor with handshakes',
    file: 'src-main/calling/wire/admission.ts',
    snippet: "if (standing === 'stranger' && !mayCome(network)) return [connection];",
    replacement: '',
    noticedBy: [ADMISSION],
  },
  {
    means: 'a newcomer loses the place that it has just got when all places are taken',
    file: 'src-main/calling/wire/places.ts',
    snippet: 'group.count > found.count ||',
    replacement: 'group.count < found.count ||',
    noticedBy: [ADMISSION],
  },
  {
    means: 'strangers who hold all twelve pairing codes keep honest browsers from being paired',
    file: 'src-main/calling/wire/pairings.ts',
    snippet: 'return all.filter((one) => !gone.has(one) && one !== first?.one);',
    replacement: 'return first === null ? all : null;',
    noticedBy: ['tests/unit/src-main/calling/wire/pairings.test.ts'],
  },
  {
    means: 'an unpaired kiosk can still change numbers until the server’s thread has received the unpairing',
    file: 'src-main/calling/wire/kiosk-answers.ts',
    snippet: 'if (!kiosks.all().includes(call.pin)) return { status: 401 };',
    replacement: '',
    noticedBy: [ANSWERS],
  },
  {
    means: 'requests with forged cookies reach the thread that gives the tickets',
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
