import { createHash } from 'node:crypto';

/** The service worker. It shows a notification and, on a touch, opens the ticket's page (the worker's scope). It stores nothing. */
export const WORKER_PROGRAM = `self.addEventListener('push',function(event){
var word=event.data?event.data.json():null;
if(!word)return;
event.waitUntil(self.registration.showNotification(word.title,{body:word.body,lang:word.lang,dir:word.dir,tag:'turn',renotify:true,requireInteraction:true,vibrate:[300,150,300]}))});
self.addEventListener('notificationclick',function(event){
event.notification.close();
var turn=self.registration.scope;
event.waitUntil(self.clients.matchAll({type:'window',includeUncontrolled:true}).then(function(pages){
var own=pages.filter(function(page){return page.url.indexOf(turn)===0})[0];
return own?own.focus():self.clients.openWindow(turn)}))});
`;

/**
 * The page's script. At a touch it asks the browser for permission and a subscription, and sends the subscription to the page's address.
 */
export const ASK_SCRIPT = `(function(){
var form=document.querySelector('form'),turn=location.pathname.replace(/\\/word$/i,'');
function show(name){[].forEach.call(document.querySelectorAll('[data-case]'),function(one){one.hidden=one.dataset.case!==name})}
if(!('serviceWorker' in navigator)||!('PushManager' in window)||!('Notification' in window))return show('cannot');
show('ask');
form.addEventListener('submit',function(event){event.preventDefault();
Notification.requestPermission().then(function(answer){
if(answer!=='granted')throw 'refused';
return navigator.serviceWorker.register('/t/word.js',{scope:turn})}).then(function(registration){
return navigator.serviceWorker.ready.then(function(){
return registration.pushManager.subscribe({userVisibleOnly:true,applicationServerKey:form.dataset.key})})}).then(function(made){
var keys=made.toJSON().keys;
return fetch(location.pathname,{method:'POST',body:new URLSearchParams({endpoint:made.endpoint,p256dh:keys.p256dh,auth:keys.auth})})}).then(function(answer){
if(!answer.ok)throw answer.status===422?'cannot':'later';
show('on')}).catch(function(why){show(typeof why==='string'?why:Notification.permission==='denied'?'refused':'cannot')})})})();`;

export const ASK_HASH = `sha256-${createHash('sha256').update(ASK_SCRIPT).digest('base64')}`;
