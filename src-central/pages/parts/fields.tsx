import { nameTyped } from './name-typed.ts';

interface NameFieldProps {
  label: string;
  name: string;
  onName: (name: string) => void;
}

/** A name that is also used in addresses is rewritten in their form when the person leaves the field. */
export const NameField = ({ label, name, onName }: NameFieldProps) => (
  <label>
    {label}
    <input
      required
      maxLength={40}
      autocomplete="off"
      value={name}
      onInput={({ currentTarget }) => onName(currentTarget.value)}
      onChange={({ currentTarget }) => onName(nameTyped(currentTarget.value))}
    />
  </label>
);

interface ChoiceFieldProps<T extends string> {
  label: string;
  all: readonly T[];
  chosen: T;
  nameOf: (one: T) => string;
  onChoose: (chosen: T) => void;
}

export const ChoiceField = <T extends string>({ label, all, chosen, nameOf, onChoose }: ChoiceFieldProps<T>) => (
  <label>
    {label}
    <select
      value={chosen}
      onChange={({ currentTarget: { value } }) => onChoose(all.find((one) => one === value) ?? chosen)}
    >
      {all.map((one) => (
        <option key={one} value={one}>
          {nameOf(one)}
        </option>
      ))}
    </select>
  </label>
);
