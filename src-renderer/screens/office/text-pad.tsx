import { useState } from 'preact/hooks';
import type { OfficeField } from '../../../src-main/office/contract/office.ts';
import { useTechnicianWords } from '../../speaking.ts';
import { Key, TechnicianButton } from '../technician/controls.tsx';

const LETTERS = 'abcçdefghijklmnñopqrstuvwxyz·’-';
const SIGNS = '1234567890àèéíïòóúü.,:;()/&';

/** The letters for texts in languages that technicians do not use. Chinese has none: its texts come from a file or the centre. */
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
  /** The field of the text; its language decides which letters are shown. */
  of: OfficeField;
  onKeep: (value: string | null) => void;
};

/** Keys for a short text; the first letter of an empty text is a capital. */
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
            <Key key={key} onTouch={() => type(character)}>
              {character}
            </Key>
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
        <TechnicianButton pictogram="enter" text={t('office.do.space')} onTouch={() => type(' ')} />
        <TechnicianButton
          pictogram="erase"
          text={t('office.do.erase')}
          onTouch={() => setText((before) => [...before].slice(0, -1).join(''))}
        />
        <TechnicianButton
          pictogram="pencil"
          text={t('office.do.large')}
          isPressed={isLarge}
          onTouch={() => setLarge(!isLarge)}
        />
        <TechnicianButton
          pictogram="list"
          text={t(keys === letters ? 'office.do.signs' : 'office.do.letters')}
          onTouch={() => setKeys(keys === letters ? SIGNS : letters)}
        />
      </div>
    </div>
  );
}
