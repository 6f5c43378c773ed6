/** `…` replaces parts of a test's name that are known only at run time. */
export interface NamedTest {
  file: string;
  name: string;
}

const e2e = (file: string, name: string): NamedTest => ({ file: `tests/e2e/${file}.spec.ts`, name });
const screens = (name: string): NamedTest => ({ file: 'tests/screenshots/screens.spec.ts', name });
const unit = (file: string, name: string): NamedTest => ({ file: `tests/unit/${file}`, name });
const page = (file: string, name: string): NamedTest => unit(`src-renderer/${file}.test.tsx`, name);

const TESTS = {
  // Tests of the whole kiosk, in Electron.
  keyboardAlone: e2e('citizen', 'a whole visit works by keyboard alone'),
  axeOnTheWay: e2e('citizen', 'axe finds nothing on any screen of a visit, and finds a planted fault'),
  noCodeNeeded: e2e('check-in', 'a citizen without a code who does not know the hour still gets a number'),
  warned: e2e(
    'warning',
    'a citizen who does not touch is warned by sight and sound, and one touch anywhere keeps the session, ten times; then it is cleared',
  ),
  tremblingHand: e2e(
    'trembling',
    'a trembling hand is served like a calm one at each step of a visit, and takes one number',
  ),
  oneFinger: e2e(
    'trembling',
    'two fingers at once order nothing; a finger that stays long or slides a little orders once',
  ),
  keyStruckTwice: e2e('trembling', 'a key that is struck twice, held or repeated orders once'),
  curtainHides: e2e(
    'speech',
    'the curtain hides the screen until a finger is held on its words, and the visit goes on behind it',
  ),
  headsetOut: e2e(
    'speech',
    'pulling out the headset in mid-sentence stops the speech, and the synthesiser gets no more text',
  ),
  noZoomNeeded: e2e('shell-lockdown', 'two fingers and the wheel do not zoom'),
  keysKeptOut: e2e('shell-lockdown', 'keys that are not for the page do not reach it'),
  noDevices: e2e('shell-lockdown', 'permissions and devices are refused'),
  // Tests of every screen on every panel, in Chromium.
  fitsAndGrows: screens(
    'on … everything fits, grows and looks unchanged in every language, size of type and look, and axe finds nothing',
  ),
  axeAndPixels: screens(
    'on … everything fits, grows and looks unchanged in every language, size of type and look, and axe finds nothing',
  ),
  rulesPlanted: { file: 'tests/screenshots/find-misfits.spec.ts', name: '…: … is found, and nothing else' },
  // Tests of parts of the page.
  saysAll: page('screens', 'shows all its sentences: … in …'),
  focusOnHeading: page('screens', 'moves the focus to its heading'),
  focusStays: page('screens', 'keeps the focus where it is when only the clock moves'),
  wearsSettings: page('screens', 'has the person’s settings'),
  sayWhereTicketIs: page('screens', 'says where the ticket comes out if no reader reads'),
  announced: page('screens', 'is announced to screen readers'),
  closedIsWords: page('screens', 'offers nothing to touch on a closed service, and says until when'),
  ownTongue: page(
    'screens',
    'names each other language on the façade in its own words, Catalan first, and one touch chooses it',
  ),
  dimmerOrBrighter: page('screens', 'on a %s panel can be made %s, in the same colours of the city'),
  settingsByTouch: page('screens', 'is switched on by a touch, and off by the next: …'),
  sizeByTouch: page('screens', 'of %i per cent becomes %i by a touch'),
  noReasonAsked: page('check-in', 'is asked for without a reason'),
  mistypedSaid: page('check-in', 'reports a mistyped locator before it is looked up'),
  letterSuggested: page('check-in', 'shows the letter that follows, and sends the whole number'),
  hiddenUntilTouched: page('check-in', 'hides the number when it is left alone, and shows it at a touch'),
  neverReadAloud: page('check-in', 'never has the number read aloud'),
  givenBack: page(
    'check-in',
    'offers to give a ticket up in the place of the back button, on all its screens but not under a warning',
  ),
  askedBeforeSecond: page(
    'check-in',
    'asks a citizen with a number before a second number is given, and keeps the number at the main button',
  ),
  centreInWords: page('facade', 'shows that the centre does not answer, and nothing if there is no centre'),
  secondsToldOnce: page('warning', 'are announced once to screen readers'),
  warningHoldsFocus: page('warning', 'takes the focus and gives it back'),
  anyTouchExtends: page('warning', 'asks for more time, once: …'),
  keypadExtends: page('warning', 'is answered by a key of a keypad, which does not reach the core'),
  shortChime: page('warning', 'takes less than a second'),
  chimesTwice: page('warning', 'sounds as the warning appears and ten seconds before the end, and no more'),
  sameBar: page('alike', 'has back, language, access and help in the same order, with the same names, on every screen'),
  labelInName: page('alike', 'has its visible text in its name, in …'),
  lettersApart: unit(
    'src-renderer/fitting/sizes.test.ts',
    'wider spacing is full at the usual type size, and none beside larger type',
  ),
  focusSeen: {
    file: 'tests/screenshots/focus.spec.ts',
    name: 'on … the focus is visible for keyboard users, and nothing covers it',
  },
  seatedReach: unit(
    'src-renderer/fitting/sizes.test.ts',
    'a seated reach excludes the upper part of the glass, and includes a bar, a row and the keys that turn pages',
  ),
  millimetres: unit('src-renderer/fitting/sizes.test.ts', 'a millimetre of the styles is a millimetre of the glass'),
  turnedPanel: unit(
    'src-renderer/fitting/sizes.test.ts',
    'a window of the other orientation counts as the panel turned',
  ),
  nothingLost: unit(
    'src-renderer/fitting/pages.test.ts',
    'pages lose nothing, repeat nothing and keep the order, whatever the heights',
  ),
  leavesControl: unit('src-renderer/touch-guard/fingers.test.ts', 'that leave their control order nothing'),
  slowTouchCounts: unit(
    'src-renderer/touch-guard/fingers.test.ts',
    'held for three seconds order once on release, and held longer nothing',
  ),
  themesReadable: unit('config/themes.test.ts', 'of $file, $shade, have the required contrast'),
  // Tests of the program's rules, without a page.
  anotherPersonsStart: unit('src-main/session/steps/session.test.ts', 'a new session is Catalan with default settings'),
  timeByScreen: unit(
    'src-main/session/steps/session-time.test.ts',
    'warns for twenty seconds, is kept ten times, and then is cleared: …',
  ),
  plainSentences: unit(
    'build/sentences.test.ts',
    'may not fall below its bound, and no sentence may be longer than the longest known',
  ),
  completeLanguages: unit(
    'config/translations/completeness.test.ts',
    'have the keys, placeholders, plural forms and line breaks that Catalan asks for',
  ),
  spokenSound: {
    file: 'tests/integration/core/speech.test.ts',
    name: 'a sentence in Catalan arrives as sound of audible volume and plausible length',
  },
  spokenSpeed: {
    file: 'tests/integration/core/speech.test.ts',
    name: 'a sentence spoken slower is longer, and one spoken faster is shorter',
  },
  hushed: unit('src-renderer/voice/voice.test.ts', 'hush silences the page at once and informs the core'),
  newestEndsOld: unit(
    'src-renderer/voice/voice.test.ts',
    'the newest sentence ends the previous one, whose late sound is never played',
  ),
  volumeSteps: unit(
    'src-renderer/voice/voice.test.ts',
    'volumes are steps of 3 dB over 18 dB, the loudest 12 dB above the usual one, and a new one applies at once',
  ),
  heardFirst: page(
    'reading/reading',
    'hears how the keys work, then the question, the number of choices, and the first choice',
  ),
  allIsSaid: page('reading/whole', 'hears every visible text of any screen, in …'),
  nothingElseSaid: page(
    'reading/whole',
    'hears nothing that is not on the screen, except texts written for listeners and names of states',
  ),
  goesByKeys: page('reading/reading', 'goes from choice to choice, and orders the choice being read'),
  allPlaces: page('reading/reading', 'reaches all controls in the order of the Tab key'),
  ringSeen: page('reading/reading', 'sees a ring around what is read'),
  languageHeard: page('reading/reading', 'hears each language’s name in that language'),
  ticketHeard: page('reading/reading', 'hears the number and what to do with it'),
  switchHeard: page('reading/reading', 'hears a switch change'),
  errorHeard: page('reading/reading', 'hears why a key had no effect'),
  repeated: page('reading/reading', 'hears the last sentence again by the repeat key'),
  typedHeardAlone: page('reading/reading', 'hears how many characters are typed'),
  settingHeard: page('reading/reading', 'is heard at once, and sent to the core with all the others'),
  pulledOut: page('reading/reading', 'pulled out silences speech at once, whatever the core still reports'),
  firstKey: page(
    'reading/reading',
    'the first key turns the loudspeaker on if the office allows it, and does nothing else',
  ),
  personalNotSaid: page(
    'reading/reading',
    'personal screens are not spoken, and the listener hears how to use a headset',
  ),
  jackPrivate: unit(
    'src-main/speech/steps/speech.test.ts',
    'makes speech private, and shows the choice of language if the session is untouched',
  ),
  notAloudUnasked: unit(
    'src-main/speech/steps/speech.test.ts',
    'speech cannot be private, and the loudspeaker speaks only if the office allows it',
  ),
  aloudNobodys: unit(
    'src-main/speech/steps/speech.test.ts',
    'the loudspeaker speaks on public screens, and not about appointments',
  ),
  speechForgotten: unit(
    'src-main/speech/steps/speech.test.ts',
    'is forgotten at the end of the session, also without a touch',
  ),
  fiveKeys: unit('config/keypads.test.ts', 'with five keys is accepted'),
  codesHeard: unit(
    'config/ear.test.ts',
    'in Catalan a label is spoken as people say it: full vowels, b and v told apart',
  ),
  wholePage: unit('evidence/evidence.test.ts', 'has every clause, with its tests, its duty, or why it does not apply'),
  statementTells: unit(
    'evidence/evidence.test.ts',
    'names in Catalan and in Spanish each missing part, and the city’s own text',
  ),
  pagesAccessible: e2e('evidence', 'axe finds nothing on any document of the evidence, and each fits on a sheet of A4'),
} as const satisfies Readonly<Record<string, NamedTest>>;

export type TestKey = keyof typeof TESTS;
export const SHOWN_BY: Readonly<Record<TestKey, NamedTest>> = TESTS;
