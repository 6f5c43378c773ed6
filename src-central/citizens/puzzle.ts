import { createHash } from 'node:crypto';

const CHALLENGE_BYTES = 16;

/** Returns the text for which a browser must find an answer. It is short, so that text and answer fit into one block of SHA-256. */
export const challengeOf = (form: string): string =>
  createHash('sha256')
    .update(form)
    .digest('hex')
    .slice(0, CHALLENGE_BYTES * 2);

/** Whether the hash of the challenge followed by `answer` begins with at least `bits` zero bits. */
export function isSolved(form: string, bits: number, answer: string | undefined): boolean {
  if (answer === undefined || !/^\d{1,12}$/.test(answer)) return false;
  const hash = createHash('sha256')
    .update(challengeOf(form) + answer)
    .digest();
  return Math.clz32(hash.readUInt32BE(0)) >= bits;
}

/**
 * The script that solves a page's puzzle while the reader chooses, in slices that leave the page responsive. A form that is sent too early
 * goes out once the puzzle is solved. Without the script a form has no answer and waits in a queue on the server. The script contains its
 * own SHA-256, because the SHA-256 of the browser is missing without TLS, and slow for many short texts.
 */
export const PUZZLE_SCRIPT = `(function(){
var form=document.querySelector('form[data-challenge]');
if(!form||!form.elements.answer)return;
var challenge=form.dataset.challenge,bits=+form.dataset.bits,field=form.elements.answer,sent=null,w=new Int32Array(64),k=[],start=[],n=2,i;
function fraction(x){return (x-Math.floor(x))*4294967296|0}
for(;k.length<64;n++){for(i=2;i*i<=n&&n%i;i++);if(i*i>n){if(start.length<8)start.push(fraction(Math.sqrt(n)));k.push(fraction(Math.cbrt(n)))}}
function head(text){
var i,a=start[0],b=start[1],c=start[2],d=start[3],e=start[4],f=start[5],g=start[6],h=start[7],x,y,s,t;
w.fill(0,0,16);
for(i=0;i<text.length;i++)w[i>>2]|=text.charCodeAt(i)<<24-i%4*8;
w[i>>2]|=128<<24-i%4*8;w[15]=text.length*8;
for(i=16;i<64;i++){x=w[i-15];y=w[i-2];
w[i]=w[i-16]+w[i-7]+((x>>>7|x<<25)^(x>>>18|x<<14)^x>>>3)+((y>>>17|y<<15)^(y>>>19|y<<13)^y>>>10)|0}
for(i=0;i<64;i++){
s=h+((e>>>6|e<<26)^(e>>>11|e<<21)^(e>>>25|e<<7))+(e&f^~e&g)+k[i]+w[i]|0;
t=((a>>>2|a<<30)^(a>>>13|a<<19)^(a>>>22|a<<10))+(a&b^a&c^b&c)|0;
h=g;g=f;f=e;e=d+s|0;d=c;c=b;b=a;a=s+t|0}
return a+start[0]|0}
var at=0;
function slice(){var end=Date.now()+24;
do{for(i=0;i<200;i++,at++)if(Math.clz32(head(challenge+at))>=bits){field.value=at;if(sent)form.submit();return}}while(Date.now()<end);
setTimeout(slice,4)}
slice();
form.addEventListener('submit',function(event){if(field.value)return;event.preventDefault();
if(!sent){sent=form.querySelector('[data-wait]');sent.textContent=sent.dataset.wait;sent.setAttribute('role','status')}})})();`;

export const PUZZLE_HASH = `sha256-${createHash('sha256').update(PUZZLE_SCRIPT).digest('base64')}`;
