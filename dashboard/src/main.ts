import './view/app.ts';
