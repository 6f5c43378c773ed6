import { useWords } from '../speaking.ts';
import { Pictogram } from './pictogram.tsx';

/** That what was typed is not right, and on a screen without room only what to do. */
export function Mistyped({ says }: { says: string }) {
  const { t } = useWords();
  return (
    <>
      <Pictogram name="attention" gives={4} />
      <strong data-gives="3">{says}</strong>
      <strong data-instead="3">{t('keys.check')}</strong>
    </>
  );
}
