import { useState } from 'preact/hooks';
import { formatLocator, LOCATOR_ALPHABET, LOCATOR_CHARACTERS, readLocator } from '../../src-main/domain/locator.ts';
import { Actions, Button } from '../components/button.tsx';
import { Inside } from '../components/frames.tsx';
import { KeyGrid } from '../components/key-grid.tsx';
import { Pictogram } from '../components/pictogram.tsx';
import { TypedField } from '../components/typed-field.tsx';
import { useWords } from '../speaking.ts';
import { useSession } from '../touching.ts';
import type { ScreenProps } from './screen-props.ts';

/** Digits as on a keyboard, the zero last. */
const KEYS = LOCATOR_ALPHABET.replace(/^0(123456789)/, '$10');

/** What is missing stands as a low line, in two groups of four as on the confirmation. */
const inGroups = (typed: string) => formatLocator(typed.padEnd(LOCATOR_CHARACTERS, '_'));

/** The characters are kept here while they are typed, and nowhere once they are sent. */
export function LocatorKeypadScreen({ state, view }: ScreenProps<'locator-keypad'>) {
  const { t } = useWords();
  const session = useSession();
  const [typed, setTyped] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const isWhole = typed.length === LOCATOR_CHARACTERS;
  const isRight = readLocator(typed).ok;
  const isWrong = (isWhole && !isRight) || (view.notice !== null && typed === refused);
  const send = () => {
    setRefused(typed);
    void session.presentLocator(typed);
  };
  return (
    <Inside state={state} title={t('locatorKeypad.title')} lead={<p class="lead">{t('locatorKeypad.lead')}</p>}>
      <div class="pad" data-together>
        <TypedField shown={inGroups(typed)} count={typed.length} wrong={isWrong}>
          {isWrong && (
            <>
              <Pictogram name="attention" />
              <strong>{t('locatorKeypad.mistyped')}</strong>
            </>
          )}
        </TypedField>
        <KeyGrid
          columns={5}
          keys={KEYS}
          lit={isWhole ? '' : LOCATOR_ALPHABET}
          onType={(character) => setTyped((before) => before + character)}
          onErase={() => setTyped((before) => before.slice(0, -1))}
        />
      </div>
      <Actions>
        <Button kind="primary" pictogram="search" text={t('keys.search')} disabled={!isRight} onTouch={send} />
      </Actions>
    </Inside>
  );
}
