import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { LANGUAGES, type Language, languageRow } from '../../../config/languages.ts';
import { valueAt } from '../../../src-main/contract/shared/json-pointer.ts';
import type { OfficeRow, OfficeValue } from '../../../src-main/office/contract/office.ts';
import { withField, withMoved, withOneMore, withoutOne } from '../../../src-main/office/steps/office-draft.ts';
import { mayBeRemoved, nodeAt, parentOf, rowsAt } from '../../../src-main/office/steps/office-fields.ts';
import { usePage } from '../page-context.ts';
import { Button } from '../parts/fields.tsx';
import { Section } from '../parts/section.tsx';
import { goTo } from '../router.ts';
import { faultsAt } from './faults.ts';
import { OfficeFrame, pathOf } from './office-frame.tsx';
import { RangesField } from './ranges-field.tsx';
import { ServicePause } from './service-pause.tsx';
import { type OpenOffice, officePage } from './use-office.tsx';
import { useOfficeWords } from './words.ts';

export const FieldsPage = officePage(Fields);

/** The parts of a profile that this page does not edit; they can be changed only in the profile's file. */
const OF_THE_FILE = [
  'calling',
  'printer',
  'secondPrinter',
  'scanner',
  'displays',
  'centre',
  'appointments',
  'retention',
  'speech',
  'touch',
  'nearby',
  'address',
  'phone',
  'zone',
  'calendarId',
] as const;

/** The fields of one part of the profile. `?at=` in the page's address is the JSON pointer of that part. */
function Fields({ office }: { office: OpenOffice }) {
  const { t, kiosk } = useOfficeWords();
  const { may, route } = usePage();
  const { officeId, name, document, changes, profile, base, offered, edit } = office;
  const { node, path, where } = nodeAt(document, route.query.get('at') ?? '');
  const isReadOnly = !may('publishProfile', officeId) || office.overtaken !== null;
  const title = path === '' ? t('fields.title', { office: name }) : `${name}: ${kiosk.wayTo(where)}`;
  const around = { profile: profile ?? base.profile, offered };
  const at = (pointer: string): string =>
    pathOf(officeId, pointer === '' ? '/fields' : `/fields?at=${encodeURIComponent(pointer)}`);
  const isChanged = (pointer: string): boolean =>
    changes.some((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`));
  const rows = rowsAt(document, path, isChanged, offered);
  const become = (next: { document: unknown; path: string } | null): void => {
    if (next === null) return;
    edit(next.document);
    if (next.path !== path) goTo(at(next.path), { replace: next.path.length < path.length });
  };
  const top = useRef<HTMLParagraphElement>(null);
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current !== path) top.current?.focus();
    shown.current = path;
  }, [path]);
  const { field: inside } = where.at(-1) ?? { field: null };
  const meaning = inside === null ? null : kiosk.meaningOf(inside);
  const serviceId = inside === 'service' ? valueAt(document, `${path}/serviceId`) : null;
  return (
    <OfficeFrame office={office} part="fields" title={title}>
      <p ref={top} tabIndex={-1} class="fields-up">
        {path === '' ? t('fields.lead') : <a href={at(parentOf(path))}>{t('fields.up')}</a>}
      </p>
      {meaning === null ? null : <p class="note">{meaning}</p>}
      {typeof serviceId === 'string' ? <ServicePause office={office} serviceId={serviceId} /> : null}
      {rows.length === 0 ? <p class="note">{kiosk.t('office.nothing')}</p> : null}
      <ul class="fields">
        {rows.map((row, index) => (
          <li key={row.pointer} data-changed={row.isChanged}>
            <FieldRow
              office={office}
              row={row}
              isReadOnly={isReadOnly}
              at={at}
              onChange={(value) => become(withField({ document, path }, row.pointer, value, around))}
            />
            {node.kind === 'list' && !isReadOnly && rows.length > 1 ? (
              <span class="field-moves">
                {([-1, 1] as const).map((by) => (
                  <button
                    key={by}
                    type="button"
                    class="link-button"
                    aria-disabled={rows[index + by] === undefined || undefined}
                    onClick={() => {
                      const moved = withMoved(document, row.pointer, by);
                      if (moved !== null) edit(moved);
                    }}
                  >
                    {t(by < 0 ? 'fields.earlier' : 'fields.later')}
                    <span class="unseen"> {kiosk.nameOf(row)}</span>
                  </button>
                ))}
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {isReadOnly ? null : (
        <p class="buttons">
          {node.kind === 'list' ? (
            <Button onPress={() => become(withOneMore({ document, path }, around))}>{kiosk.t('office.do.add')}</Button>
          ) : null}
          {mayBeRemoved(document, path) ? (
            <Button onPress={() => become(withoutOne({ document, path }))}>{kiosk.t('office.do.remove')}</Button>
          ) : null}
        </p>
      )}
      {path === '' ? <OfTheFile document={document} /> : null}
    </OfficeFrame>
  );
}

function OfTheFile({ document }: { document: unknown }) {
  const { t } = useOfficeWords();
  const parts = OF_THE_FILE.flatMap((name) => {
    const value = valueAt(document, `/${name}`);
    return value === undefined ? [] : [{ name, value }];
  });
  return (
    <Section id="file-title" class="of-the-file" title={t('file.title')}>
      <p class="note">{t('file.lead')}</p>
      <dl>
        {parts.map(({ name, value }) => (
          <div key={name}>
            <dt>{t(`file.${name}`)}</dt>
            <dd>{typeof value === 'string' ? value : <code>{JSON.stringify(value)}</code>}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

interface FieldRowProps {
  office: OpenOffice;
  row: OfficeRow;
  isReadOnly: boolean;
  at: (pointer: string) => string;
  onChange: (value: OfficeValue) => void;
}

function FieldRow({ office, row, isReadOnly, at, onChange }: FieldRowProps) {
  const { t, kiosk } = useOfficeWords();
  const { document, base } = office;
  const name = kiosk.nameOf(row);
  const id = `field${row.pointer.replaceAll('/', '-')}`;
  const faults = faultsAt(office, row.pointer, kiosk);
  if (row.kind === 'open')
    return (
      <>
        <a class="field-open" href={at(row.pointer)}>
          {name}
        </a>
        <span class="field-value">
          {row.count === null ? String(valueAt(document, `${row.pointer}/ca`) ?? '') : kiosk.textOf(row)}
          {faults.length > 0 ? <span class="field-fault"> {faults[0]}</span> : null}
        </span>
      </>
    );
  if (isReadOnly)
    return (
      <>
        <strong>{name}</strong>
        <span class="field-value">{kiosk.textOf(row)}</span>
      </>
    );
  const meaning = kiosk.meaningOf(row.field, row.value);
  const fault = (
    <>
      {meaning === null ? null : (
        <span id={`${id}-means`} class="note field-means" aria-live="polite">
          {meaning}
        </span>
      )}
      <span id={`${id}-fault`} class="field-fault" aria-live="polite">
        {faults[0] ?? ''}
      </span>
    </>
  );
  const common = {
    id,
    'aria-describedby': meaning === null ? `${id}-fault` : `${id}-means ${id}-fault`,
    'aria-invalid': faults.length > 0 || undefined,
    'data-changed': row.isChanged,
  } as const;
  const labelled = (field: ComponentChildren) => (
    <>
      <label for={id}>{name}</label>
      <span class="field-value">
        {field}
        {fault}
      </span>
    </>
  );
  const grouped = (fields: ComponentChildren, look?: string) => (
    <fieldset class={look}>
      <legend>{name}</legend>
      <span class="field-value">{fields}</span>
    </fieldset>
  );
  switch (row.kind) {
    case 'text':
      return labelled(
        <input
          {...common}
          type="text"
          maxLength={row.most}
          lang={languageOf(row.field)}
          dir={languageOf(row.field) === undefined ? undefined : 'auto'}
          value={row.value ?? ''}
          onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? null : currentTarget.value)}
        />,
      );
    case 'number':
      return labelled(
        <>
          <input
            {...common}
            type="number"
            min={row.least}
            max={row.most}
            value={row.value ?? ''}
            onChange={({ currentTarget }) => {
              const { valueAsNumber } = currentTarget;
              if (Number.isInteger(valueAsNumber)) onChange(valueAsNumber);
              else if (row.isOptional) onChange(null);
              else currentTarget.value = String(row.value ?? '');
            }}
          />
          <span class="note">{t('fields.between', { from: row.least, to: row.most })}</span>
        </>,
      );
    case 'choice':
      return labelled(
        <select
          {...common}
          value={row.value ?? ''}
          onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? null : currentTarget.value)}
        >
          {row.isOptional || row.value === null ? <option value="">{kiosk.t('office.value.none')}</option> : null}
          {row.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.name ?? kiosk.optionOf(row.field, option.value)}
            </option>
          ))}
        </select>,
      );
    case 'choices':
      return grouped(
        <>
          {row.options.map((option) => (
            <label key={option.value} class="office-choice">
              <input
                type="checkbox"
                checked={row.value.includes(option.value)}
                onChange={({ currentTarget }) =>
                  onChange(
                    currentTarget.checked
                      ? [...row.value, option.value]
                      : row.value.filter((one) => one !== option.value),
                  )
                }
              />
              <span lang={row.field === 'languages' ? option.value : undefined}>
                {option.name ?? kiosk.optionOf(row.field, option.value)}
              </span>
              {option.isUnreviewed ? <span>{kiosk.t('office.unreviewed.mark')}</span> : null}
            </label>
          ))}
          {fault}
        </>,
      );
    case 'hours': {
      const before = valueAt(base.profile, row.pointer);
      return grouped(
        <>
          <RangesField
            name={name}
            before={Array.isArray(before) ? before : []}
            value={row.value ?? []}
            empty={row.value === null ? t('fields.asWeek') : null}
            isReadOnly={false}
            faults={faults}
            onChange={onChange}
          />
          {row.isOptional && row.value !== null ? (
            <button type="button" class="link-button" onClick={() => onChange(null)}>
              {kiosk.t('office.do.unset')}
              <span class="unseen"> {name}</span>
            </button>
          ) : null}
        </>,
        'field-hours',
      );
    }
    case 'span':
      return grouped(
        <>
          {(['from', 'to'] as const).map((end) => (
            <label key={end} class="field">
              <span>{t(end === 'from' ? 'fields.firstDay' : 'fields.lastDay')}</span>
              <input
                type="text"
                class="day-field"
                maxLength={10}
                aria-describedby={`${id}-fault`}
                aria-invalid={faults.length > 0 || undefined}
                value={row.value?.[end] ?? ''}
                onChange={({ currentTarget }) =>
                  onChange({ from: '', to: '', ...row.value, [end]: currentTarget.value.trim() })
                }
              />
            </label>
          ))}
          <span class="note">{t('fields.spanForm')}</span>
          {fault}
        </>,
        'field-hours',
      );
  }
}

const languageOf = (field: string): string | undefined => {
  const language = LANGUAGES.find((one): one is Language => one === field);
  return language === undefined ? undefined : languageRow(language).locale;
};
