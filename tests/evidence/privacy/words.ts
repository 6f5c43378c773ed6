import type { DocumentLanguage } from '../answers.ts';

const ca = {
  record: {
    title: 'Registre d’activitats de tractament: torns i cites',
    intro:
      'Tot el que desen els quioscos i la central, amb els terminis de fàbrica (RGPD, article 30). Surt del mateix fitxer que fan servir els programes que esborren. Si la ciutat canvia un termini (RETENTION_DAYS), torn-central retention --report dona el registre amb els seus.',
    controller: 'Responsable del tractament, adreça i contacte',
    officer: 'Persona delegada de protecció de dades',
    processors: 'Encarregats (qui allotja la central, correu, SMS, identitat, manteniment) i data de cada contracte',
    transfers: 'Transferències fora de la Unió Europea',
    columns: {
      data: 'Dades i finalitat',
      basis: 'Base que es proposa',
      who: 'De qui, i qui hi accedeix',
      until: 'Fins quan',
    },
    where: 'On es desa',
    choice:
      'La base jurídica la tria la ciutat: la columna diu la que el producte suposa. Escriviu-ne una altra aquí si n’heu triat una altra.',
    chosen: 'Bases triades que no són les proposades',
    readers: {
      nobody: 'Personal tècnic i administradors de la ciutat.',
      machine: 'Personal tècnic i administradors de la ciutat.',
      visit: 'El personal de l’oficina i els administradors; cap tercer, fora dels encarregats de dalt.',
      staff: 'Els administradors de la ciutat; cada persona veu els seus accessos.',
    },
    measures: 'Mesures de seguretat',
    measuresText: 'Són les de la declaració d’aplicabilitat de l’ENS (npm run evidence -- --for ens).',
  },
  assessment: {
    title: 'Avaluació d’impacte: fets del producte',
    questions: 'Fets',
    intro:
      'Fets per a l’avaluació d’impacte (RGPD, article 35.7), cada un amb la prova que el demostra, el deure de la ciutat o el que hi falta. No és l’avaluació: la fa i la signa la ciutat, amb la seva persona delegada.',
    figures:
      'Es desen {{classes}} classes de dades: {{visit}} de visites, {{staff}} del personal i {{other}} de màquines o de ningú. {{kept}} no tenen termini.',
  },
  texts: {
    title: 'Textos d’informació: cartell del quiosc i pàgines',
    intro:
      'Informació bàsica per capes (RGPD, articles 13 i 14; LOPDGDD, article 11). Imprimiu el cartell i poseu-lo al costat del quiosc. Afegiu l’altre text a les pàgines.',
    poster: 'Cartell del quiosc',
    pages: 'Text per a les pàgines de cita i del torn al telèfon',
    who: 'Responsable',
    why: 'Per a què',
    posterWhy: 'Donar-vos un torn i cridar-vos. Si teniu cita, trobar-la pel codi o pel número del document.',
    pagesWhy: 'Donar-vos una cita, moure-la o anul·lar-la i, si ho demaneu, avisar-vos per correu o per SMS.',
    what: 'Què es desa',
    posterWhat:
      'El quiosc no desa el vostre nom. El número del document no es desa tal com és: només se’n compara un resum xifrat.',
    pagesWhat:
      'Les pàgines només posen una galeta tècnica, mentre us identifiqueu o proveu una adreça. El correu o el telèfon només es desen si els deixeu, i xifrats.',
    need: 'Si demaneu atenció preferent, això es desa un temps limitat ({{term}}).',
    link: 'El vincle entre el torn i la cita, també ({{term}}).',
    contact: 'S’esborren sols ({{term}}).',
    basis: 'Base jurídica',
    rights: 'Els vostres drets',
    rightsText:
      'Podeu demanar l’accés, la rectificació, la supressió, la limitació i l’oposició, i reclamar a l’Autoritat Catalana de Protecció de Dades (apdcat.gencat.cat).',
    more: 'Més informació',
    moreText: 'adreça de la informació completa i contacte de la persona delegada',
  },
  breach: {
    title: 'Violacions de seguretat: registre i notificació en 72 hores',
    intro:
      'Registre de totes les violacions, també de les que no es notifiquen (RGPD, article 33.5), i fets per notificar-les a l’autoritat abans de 72 hores d’haver-ne tingut coneixement (article 33.1). Ompliu un full per cada cas.',
    form: 'Full del registre',
    fields: [
      'Número de cas i persona que omple el full',
      'Quan va passar, quan es va saber i com es va saber (dia i hora)',
      'Hora en què acaben les 72 hores',
      'Què va passar: pèrdua de confidencialitat, d’integritat o de disponibilitat',
      'Sistemes: quioscos, oficines, central, pàgines',
      'Classes de dades afectades (taula de sota) i nombre aproximat de registres',
      'Categories i nombre aproximat de persones; si hi ha serveis sensibles',
      'Conseqüències probables per a les persones',
      'Mesures preses i previstes: revocació, claus noves, sessions tancades',
      'Si es notifica a l’autoritat, quan i amb quin número; si no, per què (improbable que hi hagi risc)',
      'Si es comunica a les persones (article 34), quan i com; si no, per què',
      'Si s’avisa el CCN-CERT o l’Agència de Ciberseguretat de Catalunya',
      'Tancament: causa, lliçons, data i signatura',
    ],
    where: 'On es troben els fets',
    sources: [
      [
        'Què es va fer, qui i quan',
        'Registre de les pàgines del centre (filtre i CSV): operació, actor, resultat i moment.',
      ],
      ['Quins quioscos', 'Pàgina de la ciutat: versió, últim contacte i on és la clau (TPM, màquina o fitxer).'],
      [
        'Quines dades hi havia en un quiosc robat',
        'Les taules i els fitxers «al quiosc» de la taula de sota, dins dels seus terminis.',
      ],
      [
        'Quantes visites',
        'Nombre de torns de l’oficina durant els terminis: figures de l’oficina (torn-central figures).',
      ],
      [
        'Qui té cita i es pot avisar',
        'torn-central person, per correu, telèfon o document. Qui no va deixar contacte no es pot avisar un per un.',
      ],
    ],
    acts: 'Què s’ha de fer de seguida',
    todo: [
      'Quiosc robat o manipulat: revoqueu-lo a les pàgines del centre. L’oficina rep una clau nova i els codis que aquell quiosc sabia deixen de valer.',
      'Compte o sessió robats: retireu la persona. Totes les seves sessions s’acaben a l’instant.',
      'Testimoni d’un canal robat: retireu-lo i feu-ne un altre.',
      'Clau de la central robada: seguiu «The centre’s key was stolen» del document d’operació.',
      'Còpia de la base de dades robada: canvieu la clau de les claus d’oficina i totes les claus d’oficina (rotateOfficeKey).',
    ],
    classes: 'Dades que hi pot haver',
    authority: 'Les administracions catalanes notifiquen a l’Autoritat Catalana de Protecció de Dades.',
  },
  processor: {
    title: 'Annex: encàrrec del tractament a qui allotja la central',
    intro:
      'Annex per al contracte amb qui allotja la central (RGPD, article 28.3). Reviseu-lo amb els serveis jurídics.',
    parties: 'Responsable i encarregat, amb els seus representants',
    object: 'Objecte, durada, naturalesa i finalitat',
    objectText:
      'Allotjar la central del sistema de torns i cites mentre duri el contracte: executar el programa, la base de dades i les còpies.',
    data: 'Dades i persones',
    dataText:
      'Les classes del registre d’activitats que són «al centre», de persones amb torn o cita i del personal municipal. Hi pot haver dades que revelen la salut o la situació social pel servei que es demana.',
    clauses: 'Obligacions de l’encarregat',
    items: [
      'Tractar les dades només per instruccions escrites del responsable, i avisar-lo si una instrucció infringeix el Reglament (28.3.a).',
      'Garantir que qui hi accedeix s’ha compromès a la confidencialitat (28.3.b).',
      'Aplicar les mesures de l’ENS de categoria mitjana que la declaració d’aplicabilitat assigna a qui allotja la central (28.3.c, article 32).',
      'No recórrer a un altre encarregat sense autorització escrita, i imposar-li les mateixes obligacions (28.2, 28.4).',
      'Ajudar el responsable a respondre l’exercici de drets, amb torn-central person (28.3.e).',
      'Avisar el responsable sense dilació, i com a màxim en 24 hores, de qualsevol violació de seguretat, amb els fets del full de registre (28.3.f, article 33.2).',
      'En acabar, tornar les dades (pg_dump i la clau de la central) i esborrar-les, també de les còpies, i certificar-ho (28.3.g).',
      'Posar a disposició la informació que demostri el compliment i permetre auditories (28.3.h).',
      'Tenir les dades i les còpies dins de la Unió Europea.',
      'Guardar la clau de les claus d’oficina fora de les còpies, i fer durar les còpies menys que els terminis del registre.',
    ],
    duties: 'Mesures de l’ENS que corresponen a qui allotja la central',
    sign: 'Lloc, data i signatures',
  },
};

const es: typeof ca = {
  record: {
    title: 'Registro de actividades de tratamiento: turnos y citas',
    intro:
      'Todo lo que guardan los quioscos y la central, con los plazos de fábrica (RGPD, artículo 30). Sale del mismo fichero que usan los programas que borran. Si la ciudad cambia un plazo (RETENTION_DAYS), torn-central retention --report da el registro con los suyos.',
    controller: 'Responsable del tratamiento, dirección y contacto',
    officer: 'Persona delegada de protección de datos',
    processors: 'Encargados (quien aloja la central, correo, SMS, identidad, mantenimiento) y fecha de cada contrato',
    transfers: 'Transferencias fuera de la Unión Europea',
    columns: {
      data: 'Datos y finalidad',
      basis: 'Base que se propone',
      who: 'De quién, y quién accede',
      until: 'Hasta cuándo',
    },
    where: 'Dónde se guarda',
    choice:
      'La base jurídica la elige la ciudad: la columna dice la que el producto supone. Escriban otra aquí si han elegido otra.',
    chosen: 'Bases elegidas que no son las propuestas',
    readers: {
      nobody: 'Personal técnico y administradores de la ciudad.',
      machine: 'Personal técnico y administradores de la ciudad.',
      visit: 'El personal de la oficina y los administradores; ningún tercero, salvo los encargados de arriba.',
      staff: 'Los administradores de la ciudad; cada persona ve sus accesos.',
    },
    measures: 'Medidas de seguridad',
    measuresText: 'Son las de la declaración de aplicabilidad del ENS (npm run evidence -- --for ens).',
  },
  assessment: {
    title: 'Evaluación de impacto: hechos del producto',
    questions: 'Hechos',
    intro:
      'Hechos para la evaluación de impacto (RGPD, artículo 35.7), cada uno con la prueba que lo demuestra, el deber de la ciudad o lo que falta. No es la evaluación: la hace y la firma la ciudad, con su persona delegada.',
    figures:
      'Se guardan {{classes}} clases de datos: {{visit}} de visitas, {{staff}} del personal y {{other}} de máquinas o de nadie. {{kept}} no tienen plazo.',
  },
  texts: {
    title: 'Textos de información: cartel del quiosco y páginas',
    intro:
      'Información básica por capas (RGPD, artículos 13 y 14; LOPDGDD, artículo 11). Impriman el cartel y pónganlo junto al quiosco. Añadan el otro texto a las páginas.',
    poster: 'Cartel del quiosco',
    pages: 'Texto para las páginas de cita y del turno en el teléfono',
    who: 'Responsable',
    why: 'Para qué',
    posterWhy: 'Darle un turno y llamarle. Si tiene cita, encontrarla por el código o por el número del documento.',
    pagesWhy: 'Darle una cita, moverla o anularla y, si lo pide, avisarle por correo o por SMS.',
    what: 'Qué se guarda',
    posterWhat:
      'El quiosco no guarda su nombre. El número del documento no se guarda tal cual: solo se compara un resumen cifrado.',
    pagesWhat:
      'Las páginas solo ponen una cookie técnica, mientras se identifica o prueba una dirección. El correo o el teléfono solo se guardan si los deja, y cifrados.',
    need: 'Si pide atención preferente, eso se guarda un tiempo limitado ({{term}}).',
    link: 'El vínculo entre el turno y la cita, también ({{term}}).',
    contact: 'Se borran solos ({{term}}).',
    basis: 'Base jurídica',
    rights: 'Sus derechos',
    rightsText:
      'Puede pedir el acceso, la rectificación, la supresión, la limitación y la oposición, y reclamar a la Autoridad Catalana de Protección de Datos (apdcat.gencat.cat).',
    more: 'Más información',
    moreText: 'dirección de la información completa y contacto de la persona delegada',
  },
  breach: {
    title: 'Violaciones de seguridad: registro y notificación en 72 horas',
    intro:
      'Registro de todas las violaciones, también de las que no se notifican (RGPD, artículo 33.5), y hechos para notificarlas a la autoridad antes de 72 horas de haber tenido conocimiento (artículo 33.1). Rellenen una hoja por cada caso.',
    form: 'Hoja del registro',
    fields: [
      'Número de caso y persona que rellena la hoja',
      'Cuándo pasó, cuándo se supo y cómo se supo (día y hora)',
      'Hora en que acaban las 72 horas',
      'Qué pasó: pérdida de confidencialidad, de integridad o de disponibilidad',
      'Sistemas: quioscos, oficinas, central, páginas',
      'Clases de datos afectadas (tabla de abajo) y número aproximado de registros',
      'Categorías y número aproximado de personas; si hay servicios sensibles',
      'Consecuencias probables para las personas',
      'Medidas tomadas y previstas: revocación, claves nuevas, sesiones cerradas',
      'Si se notifica a la autoridad, cuándo y con qué número; si no, por qué (improbable que haya riesgo)',
      'Si se comunica a las personas (artículo 34), cuándo y cómo; si no, por qué',
      'Si se avisa al CCN-CERT o a la Agencia de Ciberseguridad de Cataluña',
      'Cierre: causa, lecciones, fecha y firma',
    ],
    where: 'Dónde están los hechos',
    sources: [
      [
        'Qué se hizo, quién y cuándo',
        'Registro de las páginas del centro (filtro y CSV): operación, actor, resultado y momento.',
      ],
      ['Qué quioscos', 'Página de la ciudad: versión, último contacto y dónde está la clave (TPM, máquina o fichero).'],
      [
        'Qué datos había en un quiosco robado',
        'Las tablas y los ficheros «en el quiosco» de la tabla de abajo, dentro de sus plazos.',
      ],
      [
        'Cuántas visitas',
        'Número de turnos de la oficina durante los plazos: cifras de la oficina (torn-central figures).',
      ],
      [
        'Quién tiene cita y se puede avisar',
        'torn-central person, por correo, teléfono o documento. Quien no dejó contacto no se puede avisar uno por uno.',
      ],
    ],
    acts: 'Qué hay que hacer enseguida',
    todo: [
      'Quiosco robado o manipulado: revóquenlo en las páginas del centro. La oficina recibe una clave nueva y los códigos que ese quiosco sabía dejan de valer.',
      'Cuenta o sesión robadas: retiren a la persona. Todas sus sesiones se acaban al instante.',
      'Testigo de un canal robado: retírenlo y hagan otro.',
      'Clave de la central robada: sigan «The centre’s key was stolen» del documento de operación.',
      'Copia de la base de datos robada: cambien la clave de las claves de oficina y todas las claves de oficina (rotateOfficeKey).',
    ],
    classes: 'Datos que puede haber',
    authority: 'Las administraciones catalanas notifican a la Autoridad Catalana de Protección de Datos.',
  },
  processor: {
    title: 'Anexo: encargo del tratamiento a quien aloja la central',
    intro:
      'Anexo para el contrato con quien aloja la central (RGPD, artículo 28.3). Revísenlo con los servicios jurídicos.',
    parties: 'Responsable y encargado, con sus representantes',
    object: 'Objeto, duración, naturaleza y finalidad',
    objectText:
      'Alojar la central del sistema de turnos y citas mientras dure el contrato: ejecutar el programa, la base de datos y las copias.',
    data: 'Datos y personas',
    dataText:
      'Las clases del registro de actividades que están «en el centro», de personas con turno o cita y del personal municipal. Puede haber datos que revelan la salud o la situación social por el servicio que se pide.',
    clauses: 'Obligaciones del encargado',
    items: [
      'Tratar los datos solo por instrucciones escritas del responsable, y avisarle si una instrucción infringe el Reglamento (28.3.a).',
      'Garantizar que quien accede se ha comprometido a la confidencialidad (28.3.b).',
      'Aplicar las medidas del ENS de categoría media que la declaración de aplicabilidad asigna a quien aloja la central (28.3.c, artículo 32).',
      'No recurrir a otro encargado sin autorización escrita, e imponerle las mismas obligaciones (28.2, 28.4).',
      'Ayudar al responsable a responder al ejercicio de derechos, con torn-central person (28.3.e).',
      'Avisar al responsable sin dilación, y como máximo en 24 horas, de cualquier violación de seguridad, con los hechos de la hoja de registro (28.3.f, artículo 33.2).',
      'Al terminar, devolver los datos (pg_dump y la clave de la central) y borrarlos, también de las copias, y certificarlo (28.3.g).',
      'Poner a disposición la información que demuestre el cumplimiento y permitir auditorías (28.3.h).',
      'Tener los datos y las copias dentro de la Unión Europea.',
      'Guardar la clave de las claves de oficina fuera de las copias, y hacer durar las copias menos que los plazos del registro.',
    ],
    duties: 'Medidas del ENS que corresponden a quien aloja la central',
    sign: 'Lugar, fecha y firmas',
  },
};

export const PRIVACY_WORDS: Readonly<Record<DocumentLanguage, typeof ca>> = { ca, es };
