import type { FaultPicture as PictureName } from '../../../src-main/session/contract/event-catalogue.ts';
import { Pictogram, type PictogramName } from '../../components/pictogram.tsx';

/** Lines of a printer seen from its side, in a box of 320 × 200; its hinge is on the left, its slot on the right. */
const LINES = {
  box: 'M60 92V178H236V92',
  lidOpen: 'M60 92L112 22L176 22',
  lidShut: 'M60 92V74Q60 58 76 58H220Q236 58 236 74V92',
  seam: 'M60 92H236M206 112H236',
  lamp: 'M86 118a5 5 0 1 0 10 0a5 5 0 1 0 -10 0',
  roll: 'M104 124a36 36 0 1 0 72 0a36 36 0 1 0 -72 0M132 124a8 8 0 1 0 16 0a8 8 0 1 0 -16 0',
  strip: 'M140 88H274',
  rollIn: 'M140 30V66M126 54L140 68L154 54',
  shutDown: 'M196 34Q232 44 234 76M222 64L235 79L246 62',
  jam: 'M240 100L250 88L260 102L270 88L280 100',
  blade: 'M246 52L274 80M274 52L246 80',
  warmth: 'M100 44Q110 34 100 20M146 44Q156 34 146 20M192 44Q202 34 192 20',
  button: 'M92 140a12 12 0 1 0 24 0a12 12 0 1 0 -24 0',
  finger: 'M24 140H78M66 128L79 140L66 152',
  bolt: 'M292 96L272 134H292L276 172',
  cable: 'M236 150H266Q284 150 284 132V104M268 104H300V78H268ZM276 78V62M292 78V62',
  pushIn: 'M252 40L284 40M270 28L284 41L270 54',
  ticket: 'M236 96H296V186H236',
  reader: 'M84 58H212V146H84ZM108 82H128V102H108ZM168 82H188V102H168ZM108 118H128M148 102V122H188',
  readerCable: 'M148 146V178H230M230 164H258V192H230ZM258 172H274M258 184H274',
} as const;

type Drawing = readonly (keyof typeof LINES)[] | PictogramName;

const PRINTER = ['box', 'lidShut', 'seam', 'lamp'] as const;

const DRAWINGS: Readonly<Record<PictureName, Drawing>> = {
  calm: 'good',
  roll: ['box', 'lidOpen', 'roll', 'strip', 'rollIn'],
  lid: ['box', 'lidOpen', 'roll', 'strip', 'shutDown'],
  cutter: [...PRINTER, 'jam', 'blade'],
  heat: [...PRINTER, 'warmth'],
  power: [...PRINTER, 'bolt'],
  feed: [...PRINTER, 'button', 'finger'],
  cable: [...PRINTER, 'cable', 'pushIn'],
  paper: [...PRINTER, 'ticket'],
  'reader-cable': ['reader', 'readerCable'],
  reader: 'reader',
  restart: 'again',
  program: 'data',
  profile: 'pencil',
  disk: 'data',
  key: 'key',
  clock: 'later',
  voice: 'chat',
  person: 'people',
  touch: 'palm',
  centre: 'queue',
  network: 'no-network',
  screen: 'show',
};

/** Shows where to put a hand, or what a sentence is about; the words beside it say the same. */
export function FaultPicture({ picture }: { picture: PictureName }) {
  const drawing = DRAWINGS[picture];
  return (
    <div class="fault-picture" data-whole>
      {typeof drawing === 'string' ? (
        <Pictogram name={drawing} />
      ) : (
        <svg class="fault-lines" viewBox="0 0 320 200" aria-hidden="true">
          {drawing.map((line) => (
            <path key={line} d={LINES[line]} />
          ))}
        </svg>
      )}
    </div>
  );
}
