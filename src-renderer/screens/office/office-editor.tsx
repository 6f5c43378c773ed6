import { useState } from 'preact/hooks';
import type { OfficeRow, OfficeValue } from '../../../src-main/office/contract/office.ts';
import { isServicePictogram } from '../../components/pictogram.tsx';
import { Advice, Stepper, TechnicianButton, TechnicianChoice } from '../technician/controls.tsx';
import { HoursEditor } from './hours-editor.tsx';
import { useOfficeWords } from './office-words.ts';
import { SpanEditor } from './span-editor.tsx';
import { TextPad } from './text-pad.tsx';

type Of<K extends OfficeRow['kind']> = Extract<OfficeRow, { kind: K }>;
type OfficeEditorProps<R> = { row: R; onKeep: (value: OfficeValue) => void };

export function OfficeEditor({ row, onKeep }: OfficeEditorProps<Exclude<OfficeRow, Of<'open'>>>) {
  const { nameOf } = useOfficeWords();
  switch (row.kind) {
    case 'hours':
      return <HoursEditor value={row.value} isOptional={row.isOptional} onKeep={onKeep} />;
    case 'span':
      return <SpanEditor value={row.value ?? { from: '01-01', to: '01-01' }} onKeep={onKeep} />;
    case 'text':
      return <TextPad value={row.value ?? ''} most={row.most} label={nameOf(row)} of={row.field} onKeep={onKeep} />;
    case 'choice':
      return <Choice row={row} onKeep={onKeep} />;
    case 'choices':
      return <Choices row={row} onKeep={onKeep} />;
    case 'number':
      return <Amount row={row} onKeep={onKeep} />;
  }
}

function Choice({ row, onKeep }: OfficeEditorProps<Of<'choice'>>) {
  const { t, optionOf, meaningOf } = useOfficeWords();
  const meaning = meaningOf(row.field);
  return (
    <>
      {meaning !== null && <p>{meaning}</p>}
      <ul class="technician-choices technician-choices-narrow">
        {row.options.map(({ value, name }) => (
          <TechnicianChoice
            key={value}
            strong={name ?? optionOf(row.field, value)}
            chosen={value === row.value}
            pictogram={row.field === 'pictogram' && isServicePictogram(value) ? value : undefined}
            onTouch={() => onKeep(value)}
          />
        ))}
      </ul>
      {row.isOptional && (
        <div class="technician-actions">
          <TechnicianButton pictogram="leave" text={t('office.do.unset')} onTouch={() => onKeep(null)} />
        </div>
      )}
    </>
  );
}

function Choices({ row, onKeep }: OfficeEditorProps<Of<'choices'>>) {
  const { t, optionOf, meaningOf } = useOfficeWords();
  const meaning = meaningOf(row.field);
  const [chosen, setChosen] = useState<readonly string[]>(row.value);
  const turn = (value: string): void =>
    setChosen(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  const hasUnreviewed = row.options.some(({ value, isUnreviewed }) => isUnreviewed && chosen.includes(value));
  return (
    <>
      {meaning !== null && <p>{meaning}</p>}
      {hasUnreviewed && (
        <Advice level="attention" strong={t('office.unreviewed.title')} rest={t('office.unreviewed.means')} />
      )}
      <ul class="technician-choices technician-choices-narrow">
        {row.options.map(({ value, name, isUnreviewed }) => (
          <TechnicianChoice
            key={value}
            strong={name ?? optionOf(row.field, value)}
            rest={isUnreviewed ? t('office.unreviewed.mark') : ''}
            chosen={chosen.includes(value)}
            onTouch={() => turn(value)}
          />
        ))}
      </ul>
      <div class="technician-actions">
        <TechnicianButton
          kind="primary"
          pictogram="good"
          text={t('office.do.keep')}
          onTouch={() => onKeep([...chosen])}
        />
      </div>
    </>
  );
}

function Amount({ row, onKeep }: OfficeEditorProps<Of<'number'>>) {
  const { t, meaningOf } = useOfficeWords();
  const [amount, setAmount] = useState(row.value ?? row.least);
  const meaning = meaningOf(row.field, amount);
  return (
    <>
      {meaning !== null && <p aria-live="polite">{meaning}</p>}
      <Stepper
        steps={[1, 10]}
        less={(by) => t('office.do.less', { amount: by })}
        more={(by) => t('office.do.more', { amount: by })}
        says={String(amount)}
        onStep={(by) => setAmount((before) => Math.min(row.most, Math.max(row.least, before + by)))}
      />
      <div class="technician-actions">
        <TechnicianButton kind="primary" pictogram="good" text={t('office.do.keep')} onTouch={() => onKeep(amount)} />
        {row.isOptional && (
          <TechnicianButton pictogram="leave" text={t('office.do.unset')} onTouch={() => onKeep(null)} />
        )}
      </div>
    </>
  );
}
