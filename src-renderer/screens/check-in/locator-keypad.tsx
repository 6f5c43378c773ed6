import { useState } from 'preact/hooks';
import { beginsArrivalCode, isArrivalCode } from '../../../src-main/domain/arrival-code.ts';
import { formatLocator, LOCATOR_ALPHABET, LOCATOR_CHARACTERS, readLocator } from '../../../src-main/domain/locator.ts';
import { Actions, Button } from '../../components/button.tsx';
import { Inside } from '../../components/frames.tsx';
import { useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';
import { Explained } from './explained.tsx';
import { KeyGrid } from './key-grid.tsx';
import { Mistyped, TypedField } from './typed-field.tsx';

const DIGITS = '0123456789';
const KEYS = LOCATOR_ALPHABET.replace(/^0(123456789)/, '$10');

/** The typed text in two groups as on the confirmation, the second of four characters; `_` stands for a missing character. */
const inGroups = (typed: string) =>
  typed.length > LOCATOR_CHARACTERS
    ? `${typed.slice(0, -4)}-${typed.slice(-4)}`
    : formatLocator(typed.padEnd(LOCATOR_CHARACTERS, '_'));

function litFor(typed: string, fromHome: boolean): string {
  if (typed.length < LOCATOR_CHARACTERS) return LOCATOR_ALPHABET;
  return fromHome && beginsArrivalCode(typed) ? DIGITS : '';
}

/**
 * The keypad for an appointment's locator and, if citizens may take numbers from home, for the codes of such numbers. Only this component
 * keeps the input, until it is sent.
 */
export function LocatorKeypadScreen({ state, view }: ScreenProps<'locator-keypad'>) {
  const { t } = useWords();
  const session = useSession();
  const [typed, setTyped] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const [isExplained, setExplained] = useState(false);
  const isWhole = typed.length >= LOCATOR_CHARACTERS;
  const isOfTurn = view.fromHome && isArrivalCode(typed);
  const isRight = readLocator(typed).ok || isOfTurn;
  const words = view.fromHome ? 'codeKeypad' : 'locatorKeypad';
  const isWrong = (isWhole && !isRight) || (view.notice !== null && typed === refused);
  const send = () => {
    setRefused(typed);
    void session.presentLocator({ text: typed });
  };
  if (isExplained)
    return (
      <Explained state={state} title={t(`${words}.where`)} onBack={() => setExplained(false)}>
        {isWrong && <p>{t('locatorKeypad.mistyped')}</p>}
        <p>{t(`${words}.lead`)}</p>
        <p>{t('locatorKeypad.zero')}</p>
        <p>{t('locatorKeypad.lost')}</p>
      </Explained>
    );
  return (
    <Inside
      key="keys"
      state={state}
      title={t(`${words}.title`)}
      shortTitle={t(`${words}.noun`)}
      lead={
        <>
          <p class="lead" data-gives="1">
            {t(`${words}.lead`)}
          </p>
          <p class="lead" data-instead="1" data-gives="6">
            {t(`${words}.short`)}
          </p>
        </>
      }
    >
      <div class="pad" data-together>
        <TypedField shown={inGroups(typed)} count={typed.length} wrong={isWrong}>
          {isWrong && <Mistyped says={t('locatorKeypad.mistyped')} />}
        </TypedField>
        <KeyGrid
          columns={5}
          keys={KEYS}
          lit={litFor(typed, view.fromHome)}
          onType={(character) => setTyped((before) => before + character)}
          onErase={() => setTyped((before) => before.slice(0, -1))}
          more={{ about: t(`${words}.where`), onTouch: () => setExplained(true) }}
        />
      </div>
      <Actions>
        <Button
          kind="primary"
          pictogram="search"
          text={t(view.fromHome ? 'codeKeypad.search' : 'keys.search')}
          disabled={!isRight}
          onTouch={send}
        />
      </Actions>
    </Inside>
  );
}
