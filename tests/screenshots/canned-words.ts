import type { Language } from '../../config/languages.ts';
import type { LocalizedText } from '../../src-main/domain/opening-hours.ts';

const ORDER = ['fr', 'ar', 'ur', 'ro', 'uk', 'zh-Hans'] as const satisfies readonly Language[];
type Others = readonly [fr: string, ar: string, ur: string, ro: string, uk: string, zhHans: string];

/** Translations of an office's texts into the citizens' other languages, by the Catalan text. */
const OTHERS: Readonly<Record<string, Others>> = {
  'No sé què necessito': [
    'Je ne sais pas quoi choisir',
    'لا أعرف ما أحتاج إليه',
    'مجھے نہیں معلوم کیا چاہیے',
    'Nu știu ce îmi trebuie',
    'Не знаю, що мені потрібно',
    '我不清楚需要办理什么',
  ],
  'Us orientem i us donem torn': [
    'On vous guide vers un numéro',
    'نرشدكم ونعطيكم رقمًا',
    'ہم رہنمائی اور نمبر دیتے ہیں',
    'Vă îndrumăm și vă dăm un număr',
    'Порадимо і дамо номер',
    '我们指引您并给您号码',
  ],
  Empadronament: [
    'Inscription domiciliaire',
    'التسجيل في سجل السكان',
    'رہائشی پتے کا اندراج',
    'Înregistrare domiciliu',
    'Реєстрація проживання',
    '住址登记',
  ],
  'Altes, canvis i volants': [
    'Arrivées, changements',
    'تسجيل وتغيير وشهادات',
    'اندراج، تبدیلی، سرٹیفکیٹ',
    'Înscriere și schimbări',
    'Реєстрація, зміни, довідки',
    '登记、变更和证明',
  ],
  'Registre i tràmits': [
    'Registre et démarches',
    'التسجيل والمعاملات',
    'رجسٹری اور کارروائیاں',
    'Registratură și cereri',
    'Реєстр і звернення',
    '登记和手续',
  ],
  'Presentar documents': [
    'Déposez des documents',
    'قدّموا الوثائق',
    'کاغذات جمع کرائیں',
    'Depuneți documente',
    'Подайте документи',
    '提交文件',
  ],
  'Impostos i taxes': [
    'Impôts et taxes',
    'الضرائب والرسوم',
    'ٹیکس اور فیس',
    'Impozite și taxe',
    'Податки і збори',
    '税费',
  ],
  'Rebuts i bonificacions': [
    'Factures et réductions',
    'الفواتير والتخفيضات',
    'بل اور رعایتیں',
    'Facturi și reduceri',
    'Рахунки та знижки',
    '账单和减免',
  ],
  Informació: ['Informations', 'معلومات', 'معلومات', 'Informații', 'Інформація', '咨询'],
  'Alta i consultes': [
    'Créer et consulter',
    'إنشاء واستفسارات',
    'اندراج اور معلومات',
    'Înscriere și întrebări',
    'Реєстрація та питання',
    '注册和咨询',
  ],
  'Llicències d’obres i comunicats d’activitats': [
    'Permis de travaux et déclarations d’activités',
    'رخص الأشغال والتصريح بالأنشطة التجارية',
    'تعمیرات کے لائسنس اور کاروباری سرگرمیوں کی اطلاع',
    'Autorizații de lucrări și declarații de activități',
    'Дозволи на роботи та повідомлення про діяльність',
    '施工许可和经营活动申报',
  ],
  'Via pública i mobilitat': [
    'Voirie et mobilité',
    'الطرق والتنقل',
    'سڑکیں اور آمد و رفت',
    'Străzi și mobilitate',
    'Вулиці та рух',
    '道路和交通',
  ],
  'Medi ambient i animals': [
    'Environnement, animaux',
    'البيئة والحيوانات',
    'ماحول اور جانور',
    'Mediu și animale',
    'Довкілля і тварини',
    '环境和动物',
  ],
  'Cens, gossos, soroll': [
    'Chiens, recensement, bruit',
    'الكلاب والإحصاء والضجيج',
    'کتے، اندراج، شور',
    'Câini, evidență, zgomot',
    'Собаки, облік, шум',
    '登记、犬只、噪音',
  ],
  'Tècnic especialista en comerç i empresa': [
    'Spécialiste du commerce et de l’entreprise',
    'مختص في التجارة والشركات',
    'تجارت اور کاروبار کا ماہر',
    'Specialist în comerț și firme',
    'Фахівець із торгівлі та підприємств',
    '商业和企业专员',
  ],
  'Altres gestions': ['Autres démarches', 'معاملات أخرى', 'دیگر کام', 'Alte servicii', 'Інші справи', '其他事务'],
  'Certificats i volants, Objectes perduts': [
    'Certificats, Objets trouvés',
    'الشهادات، المفقودات',
    'سرٹیفکیٹ، گمشدہ اشیا',
    'Certificate, Obiecte pierdute',
    'Довідки, Загублені речі',
    '证明、失物招领',
  ],
  Territori: ['Territoire', 'العمران', 'زمین اور تعمیرات', 'Teritoriu', 'Землі та забудова', '土地和建筑'],
  'al taulell': ['au guichet', 'في الاستقبال', 'کاؤنٹر پر', 'la ghișeu', 'біля стійки', '服务台'],
  'Tanquem a l’agost per vacances.': [
    'Nous fermons en août pour les vacances.',
    'نغلق في شهر غشت للعطلة.',
    'ہم اگست میں تعطیلات کے لیے بند رہتے ہیں۔',
    'Închidem în august pentru vacanță.',
    'У серпні зачинено на відпустку.',
    '八月放假，不开放。',
  ],
  'Despatx 2, primera planta': [
    'Bureau 2, premier étage',
    'المكتب 2، الطابق الأول',
    'دفتر 2، پہلی منزل',
    'Biroul 2, etajul întâi',
    'Кабінет 2, другий поверх',
    '一楼 2 号办公室',
  ],
  'A l’entrada, a mà esquerra': [
    'À l’entrée, à gauche',
    'عند المدخل، على اليسار',
    'داخلی دروازے پر، بائیں ہاتھ',
    'La intrare, pe stânga',
    'Біля входу, ліворуч',
    '入口处左侧',
  ],
  'A peu, 10 minuts pel carrer Major. En bus, la línia 3 fins a la plaça.': [
    'À pied, 10 minutes par le Carrer Major. En bus, ligne 3 jusqu’à la place.',
    'مشيًا 10 دقائق عبر \u2068Carrer Major\u2069. بالحافلة، الخط 3 حتى الساحة.',
    'پیدل \u2068Carrer Major\u2069 سے 10 منٹ۔ بس سے، لائن 3 چوک تک۔',
    'Pe jos, 10 minute pe Carrer Major. Cu autobuzul, linia 3 până la piață.',
    '10 хвилин пішки, Carrer Major. Автобус 3 до площі.',
    '沿 Carrer Major 步行 10 分钟，或乘 3 路公共汽车到广场。',
  ],
};

/** Returns the text in this language, or in Catalan if there is no translation. */
export function said(text: LocalizedText, language: Language): string {
  const at = ORDER.findIndex((one) => one === language);
  return text[language] ?? OTHERS[text.ca]?.[at] ?? text.ca;
}
