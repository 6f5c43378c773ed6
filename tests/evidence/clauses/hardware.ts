import { and, type Chapter, duty, heading, none, shown } from '../clause.ts';

const ONE_APPROACH = 'One approach must be free, from the front or from the side.';

export const HARDWARE: Chapter = {
  title: 'EN 301 549, 8: hardware',
  about:
    'Torn is the program: case, glass, keypad and place are of whoever puts the kiosk up. Their duties stand here and, together, at the end of the page.',
  clauses: [
    heading('8', 'Hardware'),
    heading('8.1', 'In general'),
    none('8.1.1', 'Generic requirements', 'Informative: points to clause 5.'),
    duty('8.1.2', 'Connections for people’s own devices are usual ones', 'The headset’s jack is of 3.5 mm.'),
    duty(
      '8.1.3',
      'No lamp or mark of the case tells by colour alone',
      'Lamps of the case also blink, carry a word or have a form of their own.',
    ),
    heading('8.2', 'Speech that comes out of it'),
    heading('8.2.1', 'Its volume'),
    shown('8.2.1.1', 'It can be raised by 18 dB at least', 'volumeSteps'),
    shown('8.2.1.2', 'A step lies 12 dB above the lowest', 'volumeSteps'),
    heading('8.2.2', 'Coupling with hearing aids'),
    none(
      '8.2.2.1',
      'Wired handsets',
      'There is no handset that is held to the ear; for loops see Ley 11/2023, 2.o.vii.',
    ),
    none('8.2.2.2', 'Wireless handsets', 'There is no handset that is held to the ear.'),
    heading('8.3', 'A device that stands still'),
    none('8.3.1', 'In general', 'Informative: asks nothing.'),
    heading('8.3.2', 'Reached from the front'),
    and(
      shown('8.3.2.1', 'Nothing in the way: at most 1,220 mm high', 'seatedReach', 'fitsAndGrows'),
      'Mount it so that keypad, jack, reader and slot lie between 380 and 1,220 mm, better between 800 and 1,100 mm.',
    ),
    duty('8.3.2.2', 'Nothing in the way: at least 380 mm high', 'Slot and lowest key lie at 380 mm or higher.'),
    heading('8.3.2.3', 'Something in the way'),
    duty(
      '8.3.2.3.1',
      'The free space reaches as far under as what is reached',
      'Leave the space under a shelf as deep as the reach over it.',
    ),
    duty(
      '8.3.2.3.2',
      'Over less than 510 mm: at most 1,220 mm high',
      'Over a shelf of up to 510 mm all that is touched lies at 1,220 mm or lower.',
    ),
    duty(
      '8.3.2.3.3',
      'Over 510 to 635 mm: at most 1,120 mm high',
      'Over a shelf of 510 to 635 mm all that is touched lies at 1,120 mm or lower.',
    ),
    duty(
      '8.3.2.4',
      'Knees and toes have 760 mm of width',
      'Under a shelf that one rolls under, leave 760 mm of width.',
    ),
    duty(
      '8.3.2.5',
      'Toes have space up to 230 mm high',
      'Under such a shelf leave toes at least 430 mm of depth, up to 230 mm high.',
    ),
    duty(
      '8.3.2.6',
      'Knees have space from 230 to 685 mm high',
      'Under such a shelf leave knees 280 mm of depth at 230 mm, and 205 mm at 685 mm.',
    ),
    heading('8.3.3', 'Reached from the side'),
    and(
      shown('8.3.3.1', 'Nothing in the way: at most 1,220 mm high', 'seatedReach'),
      'With at most 255 mm in between, all that is touched lies at 1,220 mm or lower.',
    ),
    duty('8.3.3.2', 'Nothing in the way: at least 380 mm high', 'Slot and lowest key lie at 380 mm or higher.'),
    heading('8.3.3.3', 'Something in the way'),
    duty(
      '8.3.3.3.1',
      'Over at most 255 mm: at most 1,220 mm high',
      'Over a shelf of up to 255 mm all that is touched lies at 1,220 mm or lower.',
    ),
    duty(
      '8.3.3.3.2',
      'Over 255 to 610 mm: at most 1,170 mm high',
      'Over a shelf of 255 to 610 mm all that is touched lies at 1,170 mm or lower.',
    ),
    heading('8.3.4', 'The floor before it'),
    duty('8.3.4.1', 'Changes in level are ramped', 'No step stands before the kiosk; a change in level has a ramp.'),
    duty('8.3.4.2', 'A free floor of 760 × 1,220 mm', `Leave 760 × 1,220 mm of floor free. ${ONE_APPROACH}`),
    heading('8.3.4.3', 'The approach'),
    none('8.3.4.3.1', 'In general', 'Informative: one side of the free floor is open.'),
    duty('8.3.4.3.2', 'From the front', `In an alcove deeper than 610 mm leave 915 mm of width. ${ONE_APPROACH}`),
    duty('8.3.4.3.3', 'From the side', `In an alcove deeper than 380 mm leave 1,525 mm of width. ${ONE_APPROACH}`),
    and(
      shown('8.3.5', 'The screen is read from 1,015 mm above the floor', 'fitsAndGrows'),
      'From eyes at 1,015 mm above the middle of the free floor the whole glass is read, without glare.',
    ),
    shown('8.3.6', 'How to install it so that it is accessible is told', 'wholePage'),
    heading('8.4', 'Mechanical parts'),
    duty(
      '8.4.1',
      'Number keys have a tactile 5',
      'A keypad with digits has them as a telephone has, with a raised dot on the 5.',
    ),
    heading('8.4.2', 'How they are operated'),
    duty(
      '8.4.2.1',
      'No grasping, pinching or twisting',
      'The ticket is taken from the slot without pinching hard or twisting.',
    ),
    duty('8.4.2.2', 'At most 22.2 N of force', 'Keys and slot need at most 22.2 N, better 2.5 to 5 N.'),
    none(
      '8.4.3',
      'Keys, tickets and fare cards with a way round are felt',
      'Nothing is put in, and a slip has no way round.',
    ),
    duty(
      '8.5',
      'Where speech begins is felt',
      'Beside the jack or the key that begins speech a raised mark or Braille says so.',
    ),
  ],
};
