// What the page says, in the language of the reader: `word` by its key, `called` by the labels of a class or relation.
const speech = (() => {
  const words = JSON.parse(document.getElementById("words").textContent);
  let language = "zh";
  return {
    languages: Object.keys(words),
    get language() { return language; },
    speak(next) { if (Object.hasOwn(words, next)) language = next; },
    word: (key, ...parts) => String(Object.hasOwn(words[language], key) ? words[language][key] : key).replace(/\{(\d)\}/g, (_, i) => parts[i]),
    called: (term) => (term ? term[language] || term.zh : ""),
  };
})();
const { word, called } = speech;
