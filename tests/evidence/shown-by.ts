/** A test by its file and by its name as the file has it; what its name holds only when it runs is written `…`. */
export interface NamedTest {
  file: string;
  name: string;
}

const e2e = (file: string, name: string): NamedTest => ({ file: `tests/e2e/${file}.spec.ts`, name });
const screens = (name: string): NamedTest => ({ file: 'tests/screenshots/screens.spec.ts', name });
const unit = (file: string, name: string): NamedTest => ({ file: `tests/unit/${file}`, name });
const page = (file: string, name: string): NamedTest => unit(`src-renderer/${file}.test.tsx`, name);

/** Every test that a clause names, once. */
const TESTS = {
  // The whole kiosk, in Electron.
  keyboardAlone: e2e('citizen', 'the whole way can be gone by keyboard alone'),
  axeOnTheWay: e2e('citizen', 'axe finds nothing on any screen of the way, and finds a planted fault'),
  noCodeNeeded: e2e('check-in', 'who has no code and does not know the hour gets a number all the same'),
  warned: e2e(
    'warning',
    'a person who does not touch is warned by sight and sound, kept ten times by one touch anywhere, and then forgotten',
  ),
  tremblingHand: e2e(
    'trembling',
    'a hand that trembles at each step of a visit is served as a calm one is, and takes one number',
  ),
  oneFinger: e2e(
    'trembling',
    'two fingers at once order nothing; one that stays for long or slides a little orders once',
  ),
  keyStruckTwice: e2e('trembling', 'keys that are struck twice, held or repeated order once'),
  curtainHides: e2e(
    'speech',
    'the curtain hides the screen until whoever sees holds a finger on its words, and a visit goes on behind it',
  ),
  headsetOut: e2e(
    'speech',
    'a headset that is pulled out in mid-sentence is silence, and nothing more is handed to the synthesiser',
  ),
  noZoomNeeded: e2e('shell-lockdown', 'two fingers and the wheel do not zoom'),
  keysKeptOut: e2e('shell-lockdown', 'keys that are not for the page never reach it'),
  noDevices: e2e('shell-lockdown', 'permissions and devices are refused'),
  // Every screen on every panel, in Chromium.
  fitsAndGrows: screens(
    'on …, in every language, size of type and look, everything fits, grows, looks as it did, and axe finds nothing',
  ),
  axeAndPixels: screens(
    'on …, in every language, size of type and look, everything fits, grows, looks as it did, and axe finds nothing',
  ),
  rulesPlanted: { file: 'tests/screenshots/find-misfits.spec.ts', name: '…: … is found, and nothing else' },
  // The page's parts.
  saysAll: page('screens', 'says all it has to say: … in …'),
  focusOnHeading: page('screens', 'takes the focus to its heading'),
  focusStays: page('screens', 'keeps the focus where it is when only the clock moves'),
  wearsSettings: page('screens', 'wears what the person set'),
  sayWhereTicketIs: page('screens', 'says where the ticket comes out where no reader reads'),
  announced: page('screens', 'is announced to whoever listens'),
  closedIsWords: page('screens', 'offers nothing to touch on a closed service, and says until when'),
  ownTongue: page(
    'screens',
    'names each other language on the façade in its own tongue, Catalan first, and one touch chooses it',
  ),
  dimmerOrBrighter: page('screens', 'on a %s panel is made %s by whoever wants it so, in the same colours of the city'),
  settingsByTouch: page('screens', 'is switched on by a touch, and off by the next: …'),
  sizeByTouch: page('screens', 'of %i per cent becomes %i by a touch'),
  noReasonAsked: page('check-in', 'is asked for without a reason'),
  mistypedSaid: page('check-in', 'says that one is mistyped before anything is looked up'),
  letterSuggested: page('check-in', 'shows the letter that follows, and sends the whole number'),
  hiddenUntilTouched: page('check-in', 'hides the number when it is left alone, and shows it at a touch'),
  neverReadAloud: page('check-in', 'never has the number read aloud'),
  givenBack: page(
    'check-in',
    'offers to give a ticket up at the place of the way back, on all its screens and under no warning',
  ),
  askedBeforeSecond: page(
    'check-in',
    'asks whoever has a number before they are given another one, and keeps it at the main button',
  ),
  centreInWords: page('facade', 'says on the façade whether the centre answers, and nothing where there is none'),
  secondsToldOnce: page('warning', 'are told once to whatever reads the screen'),
  warningHoldsFocus: page('warning', 'takes the focus and gives it back'),
  anyTouchExtends: page('warning', 'asks for more time, once: …'),
  keypadExtends: page('warning', 'is answered by a key of a keypad, which the page keeps to itself'),
  shortChime: page('warning', 'is short: each chime under a second'),
  chimesTwice: page('warning', 'is a chime as it appears and one ten seconds before the end, and no more'),
  sameBar: page(
    'alike',
    'has back, language, access and help in the same order, with the same names, wherever they stand',
  ),
  labelInName: page('alike', 'has what is seen on it in its name, in …'),
  lettersApart: unit(
    'src-renderer/fitting/sizes.test.ts',
    'wider spacing is all there at the usual size of type, and none of it beside larger type',
  ),
  focusSeen: {
    file: 'tests/screenshots/focus.spec.ts',
    name: 'on … whoever goes by keys sees where they are, and nothing covers it',
  },
  seatedReach: unit(
    'src-renderer/fitting/sizes.test.ts',
    'a seated reach leaves out the upper part of the glass, and leaves in a bar, a row and what turns the page',
  ),
  millimetres: unit('src-renderer/fitting/sizes.test.ts', 'a millimetre of the styles is one of the glass'),
  turnedPanel: unit(
    'src-renderer/fitting/sizes.test.ts',
    'a window that lies the other way is taken for the panel turned',
  ),
  nothingLost: unit(
    'src-renderer/fitting/pages.test.ts',
    'loses nothing, repeats nothing and keeps the order, whatever the heights',
  ),
  leavesControl: unit('src-renderer/touch-guard/fingers.test.ts', 'one that leaves its control orders nothing'),
  slowTouchCounts: unit(
    'src-renderer/touch-guard/fingers.test.ts',
    'one of three seconds orders once, on its release; a longer one nothing',
  ),
  themesReadable: unit('config/themes.test.ts', 'of $file, $shade, are read on what they stand'),
  // Rules behind the page.
  anotherPersonsStart: unit(
    'src-main/application/session.test.ts',
    'a new session is Catalan with default settings, whoever came before',
  ),
  timeByScreen: unit(
    'src-main/application/session-time.test.ts',
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
  // Speech.
  spokenSound: {
    file: 'tests/integration/core/speech.test.ts',
    name: 'a sentence in Catalan comes as sound that is loud enough to be heard and as long as it takes to say it',
  },
  spokenSpeed: {
    file: 'tests/integration/core/speech.test.ts',
    name: 'a sentence said slower is longer, and faster is shorter',
  },
  hushed: unit('src-renderer/voice/voice.test.ts', 'hush is silence in the page at once, and the core is told'),
  newestEndsOld: unit(
    'src-renderer/voice/voice.test.ts',
    'the newest sentence ends the one before it, whose late sound is never heard',
  ),
  volumeSteps: unit(
    'src-renderer/voice/voice.test.ts',
    'volumes are steps of 3 dB over 18 dB, the loudest 12 dB above the usual one, and a new one is heard at once',
  ),
  heardFirst: page(
    'reading/reading',
    'hears how the keys work, then the question, how many choices there are, and the first',
  ),
  allIsSaid: page('reading/whole', 'is told all that stands on any screen, in …'),
  nothingElseSaid: page(
    'reading/whole',
    'is told nothing that stands nowhere, but for what is written for them alone and the words of a state',
  ),
  goesByKeys: page('reading/reading', 'goes from choice to choice, and orders what is read'),
  allPlaces: page('reading/reading', 'goes through all places as the Tab key goes through those that can be chosen'),
  ringSeen: page('reading/reading', 'sees a ring around what is read'),
  languageHeard: page('reading/reading', 'hears each language in itself'),
  ticketHeard: page('reading/reading', 'hears the number and what to do with it, once it is there'),
  switchHeard: page('reading/reading', 'hears a switch change'),
  errorHeard: page('reading/reading', 'hears why nothing came of a key'),
  repeated: page('reading/reading', 'hears the same again'),
  typedHeardAlone: page('reading/reading', 'hears what is typed, which nobody else does'),
  settingHeard: page('reading/reading', 'is heard at once, and sent to the core as a whole'),
  pulledOut: page('reading/reading', 'that is pulled out is silence at once, whatever the core still says'),
  firstKey: page(
    'reading/reading',
    'the first key lets the loudspeaker speak where the office allows it, and does nothing else',
  ),
  personalNotSaid: page(
    'reading/reading',
    'what is somebody’s is not said, and whoever stands there hears how to hear it',
  ),
  jackPrivate: unit(
    'src-main/application/speech.test.ts',
    'makes speech private, and asks for a language whoever has done nothing yet',
  ),
  notAloudUnasked: unit(
    'src-main/application/speech.test.ts',
    'nothing makes speech private, and nothing lets the loudspeaker speak unless the office does',
  ),
  aloudNobodys: unit(
    'src-main/application/speech.test.ts',
    'the loudspeaker says what is nobody’s, and no appointment',
  ),
  speechForgotten: unit(
    'src-main/application/speech.test.ts',
    'is forgotten with the person who left it, also without a touch',
  ),
  fiveKeys: unit('config/keypads.test.ts', 'with five keys is accepted'),
  codesHeard: unit(
    'config/ear.test.ts',
    'in Catalan a label is spoken as people say it: full vowels, b and v told apart',
  ),
  // This page itself.
  wholePage: unit('evidence/evidence.test.ts', 'has every clause, with its tests, its duty, or why it does not apply'),
  statementTells: unit(
    'evidence/evidence.test.ts',
    'names in Catalan and in Spanish each missing part, and the city’s own text',
  ),
  pagesAccessible: e2e('evidence', 'axe finds nothing on the page of evidence nor on the statements'),
} as const satisfies Readonly<Record<string, NamedTest>>;

export type TestKey = keyof typeof TESTS;
export const SHOWN_BY: Readonly<Record<TestKey, NamedTest>> = TESTS;
