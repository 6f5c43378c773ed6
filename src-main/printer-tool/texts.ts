import { createTranslator } from '../../config/locales/staff-words.ts';
import type { LinkFault } from '../../hardware/link/address.ts';
import type { LinkTrouble } from '../../hardware/link/contract.ts';
import type { PrinterCondition, PrintResult } from '../../hardware/printer/contract.ts';
import type { TestPageWords } from '../../hardware/proving/test-page.ts';

/** All texts of the tool, for a technician in Catalonia. Sentences that a kiosk's operator reads too come from `config/locales`. */
export const HELP = `Prova una impressora de tiquets amb un cable i sense quiosc.

  npm run printer -- test  --link ENLLAÇ --profile PERFIL [--yes]
  npm run printer -- test  --show --profile PERFIL
  npm run printer -- bytes --link ENLLAÇ FITXER|-
  npm run printer -- bytes --show [--profile PERFIL] FITXER|-

Ordres
  test   imprimeix una pàgina de prova i pregunta si ha sortit
  bytes  envia un fitxer tal com és (- és l’entrada) i mostra què respon

Opcions
  --link ENLLAÇ     tcp://IP[:PORT]
                    serial:/dev/NOM?baud=VELOCITAT[&flow=rtscts|xonxoff]
                    usb:/dev/usb/lpN
  --profile PERFIL  el nom d’un perfil de config/printers, o un fitxer .json
  --yes             no pregunta res: hi ha una persona mirant la impressora
  --show            mostra els bytes i el nom de cada ordre, i no envia res
  --timeout MS      quant s’espera cada resposta (1000)
  --help            aquest text

Codis de sortida
  0  tot bé
  1  la impressora no pot imprimir, el paper no ha sortit o heu dit que no
  2  opcions incorrectes
  3  el perfil o el fitxer no existeix o té errors
  4  l’enllaç no s’obre
  5  l’enllaç s’obre, però ningú no respon
`;

const LINK_FAULTS: Record<LinkFault, string> = {
  kind: 'comença per tcp://, serial: o usb:',
  host: 'cal una adreça IP, com ara 192.0.2.10',
  port: 'el port és un número de l’1 al 65535',
  path: 'cal el camí complet d’un dispositiu, com ara /dev/ttyUSB0',
  baud: 'cal la velocitat de la impressora: ?baud=9600, 19200, 38400, 57600 o 115200',
  flow: 'el control de flux és &flow=none, rtscts o xonxoff',
  option: 'només hi ha les opcions baud i flow',
};

const TROUBLES: Record<LinkTrouble, string> = {
  refused: 'L’adreça existeix, però ningú no hi escolta. Comproveu el port i que la impressora és engegada.',
  'no-route': 'No hi ha camí fins a aquesta adreça. Comproveu el cable de xarxa i l’adreça IP.',
  'no-answer': 'Ningú no respon en aquesta adreça. Comproveu l’adreça IP i que la impressora és engegada.',
  'no-device': 'No hi ha aquest dispositiu. Comproveu el cable i mireu els que hi ha a /dev/serial/by-id i /dev/usb.',
  'no-permission':
    'Aquest usuari no pot obrir el dispositiu. Afegiu-lo al grup dialout (sèrie) o lp (USB) i torneu a entrar.',
  'not-a-device': 'Això no és un port ni una impressora. Mireu els que hi ha a /dev/serial/by-id i /dev/usb.',
  'in-use': 'Un altre programa fa servir el dispositiu. Atureu el quiosc o el CUPS i torneu-ho a provar.',
  'closed-by-device': 'La impressora ha tallat. Comproveu el cable i que cap altre equip no hi està connectat.',
  blocked: 'La impressora no pren cap byte. Comproveu que és en línia i que el control de flux és el mateix.',
  failed: 'L’enllaç no s’ha pogut obrir.',
};

export const badLink = (text: string, fault: LinkFault): string => `--link ${text}: ${LINK_FAULTS[fault]}.`;
export const troubleSentence = (trouble: LinkTrouble): string => TROUBLES[trouble];

const sentenceOf = createTranslator('ca', 'operator');

const conditionSentence = (condition: PrinterCondition): string =>
  condition === 'ready' ? 'La impressora està a punt.' : sentenceOf(condition);

export function printResultSentence(result: PrintResult): string {
  switch (result.kind) {
    case 'printed':
      return 'La impressora confirma que la pàgina és al paper.';
    case 'not-sent':
      return `No s’ha enviat res. ${conditionSentence(result.cause)}`;
    case 'cancelled':
      return `La impressora ha descartat la pàgina; pot quedar-ne un tros penjat. ${causeSentence(result.cause)}`;
    case 'unknown':
      return `No se sap si la pàgina ha sortit. ${causeSentence(result.cause)}`;
  }
}

type Cause = Extract<PrintResult, { cause: unknown }>['cause'];

const causeSentence = (cause: Cause): string =>
  cause === 'no-confirmation' ? 'Aquest perfil no té manera de confirmar-ho.' : sentenceOf(cause);

export const TEXTS = {
  noCommand: 'Falta l’ordre: test o bytes. Amb --help es veu tot.',
  unknownCommand: (name: string) => `«${name}» no és cap ordre. Amb --help es veuen totes.`,
  tooMany: 'Hi ha més paraules del compte. Amb --help es veu tot.',
  noLink: 'Falta --link. Amb --help es veu com s’escriu.',
  noProfile: 'Falta --profile: el nom d’un perfil de config/printers.',
  noFile: 'Falta el fitxer, o - per a l’entrada.',
  badTimeout: '--timeout vol un nombre de mil·lisegons, del 50 al 60000.',
  fileUnreadable: (file: string) => `No es pot llegir ${file}.`,

  opening: (link: string) => `S’obre ${link} …`,
  printing: 'S’imprimeix la pàgina de prova …',
  hasItComeOut: 'Ha sortit sencera, amb els accents bé i la línia de xifres en una sola línia?',
  personSaysYes: 'Anotat: ha sortit bé.',
  personSaysNo: 'Anotat: no ha sortit bé.',

  sent: (byteCount: number) => `S’han enviat ${byteCount} bytes.`,
  answered: (hex: string) => `Ha respost: ${hex}`,
  noAnswer: 'No ha respost res.',
  imageBytes: (byteCount: number) => `(${byteCount} bytes d’imatge)`,
  text: 'text',
} as const;

export const TEST_PAGE: TestPageWords = { title: 'Prova d’impressió', left: 'esquerra', right: 'dreta' };
