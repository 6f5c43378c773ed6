import { useState } from 'preact/hooks';
import type { OfficeField } from '../../src-main/contract/kiosk/screens/office.ts';
import { useTechnicianWords } from '../speaking.ts';
import { TechnicianButton } from './technician-button.tsx';

const LETTERS = 'abcçdefghijklmnñopqrstuvwxyz·’-';
const SIGNS = '1234567890àèéíïòóúü.,:;()/&';

/** Letters of what is said in another language than those of technicians. Chinese has none: its words come by file or from the centre. */
const LETTERS_OF: Readonly<Partial<Record<OfficeField, string>>> = {
  fr: 'aàâbcçdeéèêfghiîïjklmnoôpqrstuùûvwxyz’-',
  ro: 'aăâbcdefghiîjklmnopqrsștțuvwxyz-',
  uk: 'абвгґдеєжзиіїйклмнопрстуфхцчшщьюя’-',
  ar: 'ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإؤئىة،',
  ur: 'اآبپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیئےؤ،',
  'zh-Hans': '',
};

type TextPadProps = {
  value: string;
  most: number;
  label: string;
  /** Whose letters it has. */
  of: OfficeField;
  onKeep: (value: string | null) => void;
};

/** Keys for a text of a few words; a first letter, and one after a full stop, is large by itself. */
export function TextPad({ value, most, label, of, onKeep }: TextPadProps) {
  const { t } = useTechnicianWords();
  const [text, setText] = useState(value);
  const letters = LETTERS_OF[of] ?? LETTERS;
  const [keys, setKeys] = useState(letters);
  const [isLarge, setLarge] = useState(value === '');
  const type = (character: string): void => {
    setText((before) => (before + character).slice(0, most));
    setLarge(false);
  };
  return (
    <div class="text-pad" data-together>
      <p class="text-field" role="status" aria-label={label} dir="auto">
        {text === '' ? t('office.value.none') : text}
      </p>
      {letters === '' && <p>{t('office.noKeys')}</p>}
      <fieldset class="text-keys" aria-label={label} dir="ltr">
        {[...keys].map((key) => {
          const character = isLarge ? key.toUpperCase() : key;
          return (
            <button key={key} type="button" class="key" data-pace="typing" onClick={() => type(character)}>
              {character}
            </button>
          );
        })}
      </fieldset>
      <div class="technician-actions">
        <TechnicianButton
          kind="primary"
          pictogram="good"
          text={t('office.do.keep')}
          onTouch={() => onKeep(text.trim() || null)}
        />
        <TechnicianButton kind="secondary" pictogram="enter" text={t('office.do.space')} onTouch={() => type(' ')} />
        <TechnicianButton
          kind="secondary"
          pictogram="erase"
          text={t('office.do.erase')}
          onTouch={() => setText((before) => [...before].slice(0, -1).join(''))}
        />
        <TechnicianButton
          kind="secondary"
          pictogram="pencil"
          text={t('office.do.large')}
          isPressed={isLarge}
          onTouch={() => setLarge(!isLarge)}
        />
        <TechnicianButton
          kind="secondary"
          pictogram="list"
          text={t(keys === letters ? 'office.do.signs' : 'office.do.letters')}
          onTouch={() => setKeys(keys === letters ? SIGNS : letters)}
        />
      </div>
    </div>
  );
}
