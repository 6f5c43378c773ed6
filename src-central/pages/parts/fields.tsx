import type {
  ComponentChildren,
  InputHTMLAttributes,
  PartialInputHTMLAttributes,
  PartialSelectHTMLAttributes,
  RefObject,
} from 'preact';
import { usePage } from '../page-context.ts';
import { nameTyped } from './name-typed.ts';

/** Returns a submit handler that calls `act`. The browser does not send the form, because the page sends its data itself. */
export const submits =
  (act: () => unknown) =>
  (event: Event): void => {
    event.preventDefault();
    act();
  };

export const Button = ({ onPress, children }: { onPress: () => unknown; children: ComponentChildren }) => (
  <button type="button" class="button" onClick={() => void onPress()}>
    {children}
  </button>
);

export const SubmitButton = ({ isMain = false, children }: { isMain?: boolean; children: ComponentChildren }) => (
  <button type="submit" class={isMain ? 'button button-main' : 'button'}>
    {children}
  </button>
);

/** The result of a press on a button, which screen readers announce. */
export const Said = ({ children }: { children: ComponentChildren }) => (
  <p class="said" role="status">
    {children}
  </p>
);

type InputFieldProps = InputHTMLAttributes & {
  label: string;
  isWide?: boolean;
  field?: RefObject<HTMLInputElement | null>;
  /** Called with the text after each key. */
  onTyped: (text: string) => void;
};

export const InputField = ({ label, isWide = false, field, onTyped, ...input }: InputFieldProps) => (
  <label class={isWide ? 'wide' : undefined}>
    {label}
    <input {...input} ref={field ?? null} onInput={({ currentTarget }) => onTyped(currentTarget.value)} />
  </label>
);

interface NameFieldProps {
  label: string;
  name: string;
  onName: (name: string) => void;
}

/** The field for a name that is also used in addresses. `nameTyped` rewrites the name in that form once the person leaves the field. */
export const NameField = ({ label, name, onName }: NameFieldProps) => (
  <InputField
    label={label}
    required
    maxLength={40}
    autocomplete="off"
    value={name}
    onTyped={onName}
    onChange={({ currentTarget }) => onName(nameTyped(currentTarget.value))}
  />
);

interface CheckFieldProps
  extends Omit<PartialInputHTMLAttributes<HTMLInputElement>, 'label' | 'list' | 'onChange' | 'ref' | 'role' | 'type'> {
  label: string;
  onCheck: (isChecked: boolean) => void;
}

export const CheckField = ({ class: look, label, onCheck, ...input }: CheckFieldProps) => (
  <label class={look}>
    <input type="checkbox" {...input} onChange={({ currentTarget }) => onCheck(currentTarget.checked)} />
    {label}
  </label>
);

interface SelectFieldProps
  extends Omit<
    PartialSelectHTMLAttributes<HTMLSelectElement>,
    'label' | 'multiple' | 'onChange' | 'ref' | 'role' | 'size'
  > {
  label: ComponentChildren;
  options: readonly (readonly [value: string, text: string])[];
  onChoose: (value: string) => void;
}

export const SelectField = ({ label, options, onChoose, ...select }: SelectFieldProps) => (
  <label>
    {label}
    <select {...select} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
      {options.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </select>
  </label>
);

interface OfficeFieldProps {
  offices: readonly { officeId: string; name: string }[];
  value: string;
  /** The choice of every office, whose value is empty. */
  all: string;
  onChoose: (officeId: string) => void;
}

export function OfficeField({ offices, value, all, onChoose }: OfficeFieldProps) {
  const { t } = usePage();
  const options = [['', all] as const, ...offices.map(({ officeId, name }) => [officeId, name] as const)];
  return <SelectField label={t('city.office')} value={value} options={options} onChoose={onChoose} />;
}

interface ChoiceFieldProps<T extends string> {
  label: string;
  all: readonly T[];
  chosen: T;
  nameOf: (one: T) => string;
  onChoose: (chosen: T) => void;
}

export const ChoiceField = <T extends string>({ label, all, chosen, nameOf, onChoose }: ChoiceFieldProps<T>) => (
  <SelectField
    label={label}
    value={chosen}
    options={all.map((one) => [one, nameOf(one)])}
    onChoose={(value) => onChoose(all.find((one) => one === value) ?? chosen)}
  />
);
