import { useEffect, useState } from 'preact/hooks';
import type { WorkingLanguage } from '../../../config/languages.ts';
import { type CityNamespace, hasCityWords } from '../../../config/locales/city-words.ts';
import { loadAgain } from '../load-again.ts';
import { usePage } from '../page-context.ts';

/** Loads sentences in the page's language. Returns true once they are loaded. */
export function useFetchedWords(
  namespace: CityNamespace,
  fetchWords: (language: WorkingLanguage) => Promise<void>,
): boolean {
  const { language } = usePage();
  const [, drawAgain] = useState({});
  const isReady = hasCityWords(language, namespace);
  useEffect(() => {
    if (isReady) return;
    let isLeft = false;
    fetchWords(language).then(
      () => isLeft || drawAgain({}),
      () => isLeft || loadAgain(),
    );
    return () => {
      isLeft = true;
    };
  }, [language, isReady]);
  return isReady;
}
