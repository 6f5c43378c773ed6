import { type DocumentLanguage, type Part, Question, readRows } from '../answers.ts';
import { type About, answersList, dated, fillIn, versionLine } from '../answers-page.ts';
import { fill } from '../fill.ts';
import { htmlPage, list, text } from '../html.ts';
import { endingOf } from '../results.ts';
import table from './sites.json' with { type: 'json' };

const ca = {
  title: 'Declaració d’accessibilitat: {{site}}',
  intro:
    'L’entitat responsable es compromet a fer accessible aquest lloc web d’acord amb el Reial decret 1112/2018, de 7 de setembre. La declaració s’aplica a: {{site}}.',
  owner: 'Entitat responsable i adreça del lloc web',
  status: 'Situació de compliment',
  partial:
    'Aquest lloc web és parcialment conforme amb el Reial decret 1112/2018 (EN 301 549), pel que s’indica a continuació.',
  content: 'Contingut no accessible',
  nonConforming: 'Falta de conformitat',
  failed: 'Hi ha proves d’accessibilitat que han fallat: {{tests}}.',
  untried: 'Hi ha proves d’accessibilitat que no s’han fet en aquesta versió: {{tests}}.',
  allUntried: 'Encara no s’han fet les proves d’accessibilitat d’aquesta versió.',
  manual:
    'Les proves automàtiques no cobreixen tots els requisits de la norma, i cap persona de fora no ha revisat encara els altres.',
  burden: 'Càrrega desproporcionada: no s’hi acull cap contingut.',
  outside: 'Contingut fora de la legislació aplicable: cap.',
  prepared: 'Preparació de la declaració',
  preparedText:
    'La declaració és del {{date}}. S’ha preparat amb una autoavaluació de l’equip que fa el producte, amb proves automàtiques que s’executen en un navegador.',
  revised: 'Última revisió de la declaració: {{date}}.',
  contact: 'Observacions i dades de contacte',
  contactText:
    'Podeu fer comunicacions sobre requisits d’accessibilitat (article 10.2.a): informar d’un incompliment, d’una dificultat d’accés o fer qualsevol consulta o suggeriment de millora.',
  contactFill: 'Adreça, formulari, telèfon i correu de la unitat responsable d’accessibilitat',
  procedure: 'Procediment d’aplicació',
  procedureText:
    'Podeu presentar una queixa o una sol·licitud d’informació accessible (article 12), que es respon en vint dies hàbils. Si no hi esteu d’acord o no es respon, podeu reclamar (article 13).',
  procedureFill: 'On es presenta la queixa, la sol·licitud i la reclamació',
};
const es: typeof ca = {
  title: 'Declaración de accesibilidad: {{site}}',
  intro:
    'La entidad responsable se compromete a hacer accesible este sitio web de conformidad con el Real Decreto 1112/2018, de 7 de septiembre. La declaración se aplica a: {{site}}.',
  owner: 'Entidad responsable y dirección del sitio web',
  status: 'Situación de cumplimiento',
  partial:
    'Este sitio web es parcialmente conforme con el Real Decreto 1112/2018 (EN 301 549), por lo que se indica a continuación.',
  content: 'Contenido no accesible',
  nonConforming: 'Falta de conformidad',
  failed: 'Hay pruebas de accesibilidad que han fallado: {{tests}}.',
  untried: 'Hay pruebas de accesibilidad que no se han hecho en esta versión: {{tests}}.',
  allUntried: 'Todavía no se han hecho las pruebas de accesibilidad de esta versión.',
  manual:
    'Las pruebas automáticas no cubren todos los requisitos de la norma, y ninguna persona de fuera ha revisado todavía los demás.',
  burden: 'Carga desproporcionada: no se acoge ningún contenido.',
  outside: 'Contenido fuera de la legislación aplicable: ninguno.',
  prepared: 'Preparación de la declaración',
  preparedText:
    'La declaración es del {{date}}. Se ha preparado con una autoevaluación del equipo que hace el producto, con pruebas automáticas que se ejecutan en un navegador.',
  revised: 'Última revisión de la declaración: {{date}}.',
  contact: 'Observaciones y datos de contacto',
  contactText:
    'Puede hacer comunicaciones sobre requisitos de accesibilidad (artículo 10.2.a): informar de un incumplimiento, de una dificultad de acceso o hacer cualquier consulta o sugerencia de mejora.',
  contactFill: 'Dirección, formulario, teléfono y correo de la unidad responsable de accesibilidad',
  procedure: 'Procedimiento de aplicación',
  procedureText:
    'Puede presentar una queja o una solicitud de información accesible (artículo 12), que se responde en veinte días hábiles. Si no está de acuerdo o no se responde, puede reclamar (artículo 13).',
  procedureFill: 'Dónde se presenta la queja, la solicitud y la reclamación',
};
export const WEB_WORDS: Readonly<Record<DocumentLanguage, typeof ca>> = { ca, es };

/** Reads the sites of `sites.json`, each with its axe runs and known faults. Each invalid row gives a complaint. */
export const readSites = () => readRows(Question, table.sites);

/**
 * Makes a site's accessibility statement by RD 1112/2018. It never claims full conformance, because axe checks only a part of the standard.
 */
export function webStatement(language: DocumentLanguage, site: Question, about: About): string {
  const words = WEB_WORDS[language];
  const name = site.name[language];
  const title = fill(words.title, { site: name });
  const date = dated(language, about.date);
  const say = (sentence: string) => `<p>${text(fill(sentence, { site: name, date }))}</p>`;
  const section = (heading: string, ...inside: readonly string[]) => [`<h2>${text(heading)}</h2>`, ...inside];
  const body = [
    `<h1>${text(title)}</h1>`,
    say(words.intro),
    fillIn(words.owner, about.city),
    ...section(words.status, say(words.partial)),
    ...section(
      words.content,
      `<h3>${text(words.nonConforming)}</h3>`,
      list(nonConforming(site, language, about).map(text)),
    ),
    ...[words.burden, words.outside].map(say),
    ...section(words.prepared, say(words.preparedText), say(words.revised), versionLine(language, about)),
    `<div class="measure">${answersList(
      site.parts.filter(({ kind }) => kind === 'evidence'),
      { language, results: about.results },
    )}</div>`,
    ...section(words.contact, say(words.contactText), fillIn(words.contactFill)),
    ...section(words.procedure, say(words.procedureText), fillIn(words.procedureFill)),
  ];
  return htmlPage({ language, title, body: body.join('\n') });
}

function nonConforming({ parts }: Question, language: DocumentLanguage, { results }: About): string[] {
  const words = WEB_WORDS[language];
  const tests = parts.flatMap((part: Part) => (part.kind === 'evidence' ? part.tests : []));
  const named = (isMeant: (ending: ReturnType<typeof endingOf>) => boolean) =>
    tests.filter((test) => isMeant(endingOf(test, results))).map(({ name }) => `“${name}”`);
  const failed = named((ending) => ending === 'failed');
  const untried = named((ending) => ending !== 'passed' && ending !== 'failed');
  return [
    ...parts.flatMap((part) => (part.kind === 'gap' ? [part.says[language]] : [])),
    ...(failed.length === 0 ? [] : [fill(words.failed, { tests: failed.join(', ') })]),
    ...(untried.length === 0
      ? []
      : [results.length === 0 ? words.allUntried : fill(words.untried, { tests: untried.join(', ') })]),
    words.manual,
  ];
}
