import type { DocumentLanguage } from '../answers.ts';

const ca = {
  title: 'Esquema Nacional de Seguretat: declaració d’aplicabilitat i evidències',
  intro:
    'Document del sistema de torns i cites Torn per al Reial decret 311/2022, annex II, categoria mitjana. Té totes les mesures de l’annex, i per a cadascuna diu què fa el producte i quines proves ho demostren, o de qui és el deure i què hi ha d’escriure, o què hi falta.',
  own: 'És una valoració feta per l’equip que fa el producte. No és cap certificat ni cap declaració de conformitat: la fa la ciutat, amb la seva auditoria.',
  ran: 'Les proves citades s’han comparat amb els informes de la darrera execució, i cada una en porta el resultat.',
  notRan:
    'S’ha comprovat que cada prova citada existeix. No hi havia cap informe d’execució, i per això no consta si passen.',
  incomplete: 'Aquest document no es pot presentar: hi ha mesures amb proves que no existeixen o que no han passat.',
  system: 'Dades del sistema',
  city: 'Entitat',
  categorisation: 'Acta de categorització, amb els nivells de D, A, I, C i T',
  responsible: 'Responsable de la seguretat, data i signatura',
  figures: {
    apply: 'mesures s’apliquen',
    shown: 'amb proves',
    duty: 'amb un deure',
    gap: 'amb mancances',
    not: 'no s’apliquen a la categoria mitjana',
  },
  applicability: 'Declaració d’aplicabilitat',
  applicabilityAbout:
    'Les mesures i els reforços són els de l’annex II per a la categoria mitjana, amb totes les dimensions a nivell mitjà. Si la ciutat categoritza una dimensió més avall, pot reduir les mesures d’aquella dimensió. Codis, noms i reforços s’han comparat amb la taula de la guia CCN-STIC 888, que repeteix l’annex; el text del BOE no s’ha tingut a mà.',
  columns: { measure: 'Mesura', applies: 'S’aplica', asked: 'Què es demana', answer: 'Resposta', what: 'Què hi ha' },
  yes: 'Sí',
  no: 'No',
  plain: 'La mesura',
  plainAnd: 'La mesura {{reinforcements}}',
  highOnly: 'Només es demana a la categoria alta.',
  measures: 'Mesures, una a una',
  algorithms: 'Algorismes, davant de la guia CCN-STIC 807',
  algorithmsAbout:
    'Comparats amb la guia de maig de 2022, llegida en una còpia. Els noms surten del codi: un algorisme nou que no és aquí fa fallar l’ordre. Els heretats valien fins al 31 de desembre de 2025, si la guia no diu res més.',
  algorithmColumns: { algorithm: 'Algorisme', use: 'Per a què', table: 'Taula', judgement: 'Judici' },
  judged: { recommended: 'recomanat', legacy: 'heretat', 'not-listed': 'no hi és' },
  duties: 'Deures, per responsable',
  gaps: 'Mancances',
  gapsAbout:
    'El producte no compleix això encara. La ciutat hi pot posar una mesura compensatòria (article 28) o acceptar el risc per escrit.',
  groups: {
    org: 'Marc organitzatiu',
    'op.pl': 'Planificació',
    'op.acc': 'Control d’accés',
    'op.exp': 'Explotació',
    'op.ext': 'Recursos externs',
    'op.nub': 'Serveis en el núvol',
    'op.cont': 'Continuïtat del servei',
    'op.mon': 'Monitorització del sistema',
    'mp.if': 'Instal·lacions i infraestructures',
    'mp.per': 'Gestió del personal',
    'mp.eq': 'Protecció dels equips',
    'mp.com': 'Protecció de les comunicacions',
    'mp.si': 'Suports d’informació',
    'mp.sw': 'Aplicacions informàtiques',
    'mp.info': 'Protecció de la informació',
    'mp.s': 'Protecció dels serveis',
  },
};

const es: typeof ca = {
  title: 'Esquema Nacional de Seguridad: declaración de aplicabilidad y evidencias',
  intro:
    'Documento del sistema de turnos y citas Torn para el Real Decreto 311/2022, anexo II, categoría media. Tiene todas las medidas del anexo, y para cada una dice qué hace el producto y qué pruebas lo demuestran, o de quién es el deber y qué debe escribir, o qué falta.',
  own: 'Es una valoración hecha por el equipo que hace el producto. No es ningún certificado ni ninguna declaración de conformidad: la hace la ciudad, con su auditoría.',
  ran: 'Las pruebas citadas se han comparado con los informes de la última ejecución, y cada una lleva su resultado.',
  notRan:
    'Se ha comprobado que cada prueba citada existe. No había ningún informe de ejecución, y por eso no consta si pasan.',
  incomplete: 'Este documento no se puede presentar: hay medidas con pruebas que no existen o que no han pasado.',
  system: 'Datos del sistema',
  city: 'Entidad',
  categorisation: 'Acta de categorización, con los niveles de D, A, I, C y T',
  responsible: 'Responsable de la seguridad, fecha y firma',
  figures: {
    apply: 'medidas se aplican',
    shown: 'con pruebas',
    duty: 'con un deber',
    gap: 'con carencias',
    not: 'no se aplican en categoría media',
  },
  applicability: 'Declaración de aplicabilidad',
  applicabilityAbout:
    'Las medidas y los refuerzos son los del anexo II para la categoría media, con todas las dimensiones en nivel medio. Si la ciudad categoriza una dimensión más abajo, puede reducir las medidas de esa dimensión. Códigos, nombres y refuerzos se han comparado con la tabla de la guía CCN-STIC 888, que repite el anexo; no se ha tenido a mano el texto del BOE.',
  columns: { measure: 'Medida', applies: 'Se aplica', asked: 'Qué se pide', answer: 'Respuesta', what: 'Qué hay' },
  yes: 'Sí',
  no: 'No',
  plain: 'La medida',
  plainAnd: 'La medida {{reinforcements}}',
  highOnly: 'Solo se pide en categoría alta.',
  measures: 'Medidas, una a una',
  algorithms: 'Algoritmos, frente a la guía CCN-STIC 807',
  algorithmsAbout:
    'Comparados con la guía de mayo de 2022, leída en una copia. Los nombres salen del código: un algoritmo nuevo que no está aquí hace fallar la orden. Los heredados valían hasta el 31 de diciembre de 2025, si la guía no dice otra cosa.',
  algorithmColumns: { algorithm: 'Algoritmo', use: 'Para qué', table: 'Tabla', judgement: 'Juicio' },
  judged: { recommended: 'recomendado', legacy: 'heredado', 'not-listed': 'no está' },
  duties: 'Deberes, por responsable',
  gaps: 'Carencias',
  gapsAbout:
    'El producto no cumple esto todavía. La ciudad puede poner una medida compensatoria (artículo 28) o aceptar el riesgo por escrito.',
  groups: {
    org: 'Marco organizativo',
    'op.pl': 'Planificación',
    'op.acc': 'Control de acceso',
    'op.exp': 'Explotación',
    'op.ext': 'Recursos externos',
    'op.nub': 'Servicios en la nube',
    'op.cont': 'Continuidad del servicio',
    'op.mon': 'Monitorización del sistema',
    'mp.if': 'Instalaciones e infraestructuras',
    'mp.per': 'Gestión del personal',
    'mp.eq': 'Protección de los equipos',
    'mp.com': 'Protección de las comunicaciones',
    'mp.si': 'Soportes de información',
    'mp.sw': 'Aplicaciones informáticas',
    'mp.info': 'Protección de la información',
    'mp.s': 'Protección de los servicios',
  },
};

/** The texts of the security file, in the two languages of the documents. */
export const SECURITY_WORDS: Readonly<Record<DocumentLanguage, typeof ca>> = { ca, es };
