import { LANGUAGES, type Language } from '../../../config/languages.ts';
import type { OfficeField, OfficeRow, OfficeScreen, OfficeValue } from '../../../src-main/office/contract/office.ts';
import { languageName } from '../../language-name.ts';
import type { useTechnicianWords } from '../../speaking.ts';

type Place = OfficeScreen['where'][number];

/** The rule that the error sentence of a field names; fields without an entry use `text`. */
const RULE_OF: Readonly<Partial<Record<OfficeField, 'hours' | 'span' | 'series' | 'address'>>> = {
  followPage: 'address',
  mon: 'hours',
  tue: 'hours',
  wed: 'hours',
  thu: 'hours',
  fri: 'hours',
  sat: 'hours',
  sun: 'hours',
  eveOfHoliday: 'hours',
  span: 'span',
  series: 'series',
};

const isLanguage = (field: OfficeField): field is OfficeField & Language =>
  LANGUAGES.some((language) => language === field);

/** Writes fields and values of an office's profile, for the kiosk's screen and the city's page. */
export function writtenOffice({
  t,
  time,
  date,
  list,
  language,
}: Pick<ReturnType<typeof useTechnicianWords>, 't' | 'time' | 'date' | 'list' | 'language'>) {
  const fieldName = (field: OfficeField): string =>
    isLanguage(field)
      ? t('office.inLanguage', { language: languageName(field, language) })
      : t(`office.field.${field}`);
  const nameOf = ({ field, of }: Place): string => (of === null ? fieldName(field) : of);
  const day = (text: string): string => {
    // A day of every year (`MM-DD`) is written without a year; 2028, a leap year, is only for parsing.
    const isOfEveryYear = text.length === 'MM-DD'.length;
    return date(isOfEveryYear ? `2028-${text}` : text, isOfEveryYear ? 'day' : 'date');
  };
  const optionOf = (field: OfficeField, value: string): string => {
    if (field === 'ways') return t(value === 'walk-in' ? 'office.way.walk-in' : 'office.way.appointment');
    if (value === 'own') return t('office.value.own');
    if (value === 'on' || value === 'off') return t(`office.value.${value}`);
    if (field === 'shade') return t(value === 'dark' ? 'office.shade.dark' : 'office.shade.light');
    if (field !== 'darkFrom' && field !== 'darkTo') return value;
    return value === 'never' ? t('office.value.never') : time(value);
  };
  const written = (field: OfficeField, value: OfficeValue): string => {
    if (value === null) return t(field === 'deskServices' ? 'office.value.allServices' : 'office.value.none');
    if (typeof value === 'number') return String(value);
    if (typeof value === 'string') return optionOf(field, value);
    if (!Array.isArray(value)) return t('office.value.span', { from: day(value.from), to: day(value.to) });
    if (value.length === 0) return t('office.value.closed');
    return list(
      value.map((one) =>
        typeof one === 'string'
          ? optionOf(field, one)
          : t('office.value.range', { from: time(one.from), to: time(one.to) }),
      ),
    );
  };
  const whyInvalid = ({
    where,
    rule,
    detail,
  }: Pick<OfficeScreen['problems'][number], 'where' | 'rule' | 'detail'>): string => {
    if (rule === 'other') return detail;
    const field = where.at(-1)?.field ?? 'office';
    return t(rule === 'field' ? `office.rule.${RULE_OF[field] ?? 'text'}` : `office.rule.${rule}`);
  };
  const textOf = (row: OfficeRow): string => {
    switch (row.kind) {
      case 'open':
        return row.count === null ? '' : t('office.value.count', { count: row.count });
      case 'choice':
        return row.options.find(({ value }) => value === row.value)?.name ?? written(row.field, row.value);
      case 'choices':
        if (row.field === 'deskServices' && row.value.length === 0) return t('office.value.allServices');
        return list(
          row.value.map(
            (value) => row.options.find((option) => option.value === value)?.name ?? optionOf(row.field, value),
          ),
        );
      default:
        return written(row.field, row.value);
    }
  };
  /**
   * Explains a value by its effect on people in the hall; `null` for a field that needs no explanation, and if the explanation contains a
   * number that is not set.
   */
  const meaningOf = (field: OfficeField, value: OfficeValue = null): string | null => {
    const count = typeof value === 'number' ? value : null;
    switch (field) {
      case 'fromHome':
      case 'fromHomeServices':
      case 'deskServices':
      case 'wordAfter':
      case 'wordAtKiosk':
        return t(`office.means.${field}`);
      case 'share':
        if (count === 0) return t('office.means.share_none');
        return count === null ? null : t('office.means.share', { count });
      case 'holdMinutes':
      case 'perQuarter':
        return count === null ? null : t(`office.means.${field}`, { count });
      default:
        return null;
    }
  };
  return {
    t,
    meaningOf,
    nameOf,
    optionOf,
    written,
    whyInvalid,
    textOf,
    day,
    wayTo: (where: readonly Place[]) => where.map(nameOf).join(' › '),
  };
}
