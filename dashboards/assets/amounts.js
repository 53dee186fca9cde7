// Numbers as the server writes them (kans_model/words/amounts.py and notation.py): the same text for the same
// number, which a test holds. What a quantity looks like is declared there, and stands in the page as JSON.
const amounts = (() => {
  const MINUS = "\u2212", NBSP = "\u00a0", DASH = "\u2013", MILLION = 1e6, BILLION = 1e9
  const LOCALES = { nl: "nl-NL", en: "en-GB" }
  let declared = null
  const grouped = new Map()

  const declaration = () => declared ??= JSON.parse(document.getElementById("amounts").textContent)
  const word = (key, lang) => declaration().words[lang][key]
  const known = (x) => x !== null && x !== undefined && Number.isFinite(x)
  const sized = (x, significant) => x === 0 ? 0 : significant - 1 - Math.floor(Math.log10(Math.abs(x)))

  function rounded(x, digits) { // halves to even, of the exact number, as Python does; x is not negative
    if (digits >= 0) {
      if (digits > 20) return x
      const up = Number(x.toFixed(digits))
      const twice = x * 2 ** (digits + 1) // a half of the last digit is a whole and odd number of these
      if (!(Number.isInteger(twice) && Math.abs(twice % 2) === 1)) return up
      const last = Number(x.toFixed(digits).at(-1))
      return last % 2 === 0 ? up : Number((x - 0.25 * 10 ** -digits).toFixed(digits))
    }
    const step = 10 ** -digits, count = Math.floor(x / step), rest = x - count * step
    const whole = rest > step / 2 || (rest === step / 2 && count % 2 === 1) ? count + 1 : count
    return whole * step
  }

  function print(x, lang, least, most) {
    const key = `${lang}:${least}:${most}`
    if (!grouped.has(key)) {
      grouped.set(key, new Intl.NumberFormat(LOCALES[lang], { minimumFractionDigits: least, maximumFractionDigits: most }))
    }
    return grouped.get(key).format(x)
  }

  function figures(x, lang, digits) { // of the size alone
    const size = Math.abs(x)
    if (digits === null) return print(rounded(size, sized(size, 3)), lang, 0, 10)
    return print(rounded(size, digits), lang, Math.max(digits, 0), Math.max(digits, 0))
  }

  function number(x, lang, digits = null) {
    if (!known(x)) return word("unknown", lang)
    const negative = x < 0 && (digits === null || rounded(-x, digits) !== 0)
    return (negative ? MINUS : "") + figures(x, lang, digits)
  }

  function change(x, lang, digits = 0) {
    const text = number(x, lang, digits)
    return known(x) && x > 0 && rounded(x, digits) !== 0 ? "+" + text : text
  }

  function percent(share, lang, digits = 0) {
    if (!known(share)) return word("unknown", lang)
    return number(100 * share, lang, digits) + (lang === "nl" ? NBSP : "") + "%"
  }

  const sizeOf = (eur) => eur >= 999_500_000 ? BILLION : eur >= 999_500 ? MILLION : 1
  const shortDecimals = (scaled) => rounded(Math.abs(scaled), 1) < 100 ? 1 : 0

  function sizeWord(size, lang) {
    if (size === 1) return ""
    const text = word(size === MILLION ? "number.million" : "number.billion", lang)
    return lang === "nl" ? NBSP + text : text
  }

  function signedEuro(eur, text, lang) {
    return (eur < 0 && rounded(-eur, 2) !== 0 ? MINUS : "") + "€" + (lang === "nl" ? NBSP : "") + text
  }

  function money(eur, lang) {
    if (!known(eur)) return word("unknown", lang)
    const size = rounded(Math.abs(eur), Math.min(sized(eur, 3), 2))
    const cents = size < 100 && size !== rounded(size, 0)
    return signedEuro(eur, figures(size, lang, cents ? 2 : 0), lang)
  }

  function moneyShort(eur, lang) {
    if (!known(eur)) return word("unknown", lang)
    const size = sizeOf(Math.abs(eur))
    if (size === 1) return money(eur, lang)
    const scaled = eur / size
    return signedEuro(scaled, figures(scaled, lang, shortDecimals(scaled)), lang) + sizeWord(size, lang)
  }

  function moneyChange(eur, lang) {
    const text = moneyShort(eur, lang)
    return known(eur) && eur > 0 && rounded(eur, 2) > 0 ? "+" + text : text
  }

  function twoDigits(x, lang) {
    const first = sized(x, 2)
    const decimals = sized(Math.sign(x) * rounded(Math.abs(x), first), 2) // 0.996 is 1.0
    return number(Math.sign(x) * rounded(Math.abs(x), decimals), lang, Math.max(decimals, 0))
  }

  function band(low, high, lang, signed) { // each end in two significant digits
    const [least, most] = [low, high].map((end) => twoDigits(end, lang))
    if (!signed && Math.min(low, high) >= 0) return least + DASH + most
    const [lower, upper] = [[low, least], [high, most]].map(([end, text]) => end > 0 ? "+" + text : text)
    return word("range.signed", lang).replace("{low}", lower).replace("{high}", upper)
  }

  function moneyAndRange(mid, low, high, lang, signed = false) {
    if (![mid, low, high].every(known)) {
      return [(signed ? moneyChange : moneyShort)(mid, lang), word("unknown", lang)]
    }
    let size = sizeOf(Math.max(...[mid, low, high].map(Math.abs)))
    if (size === BILLION && sizeOf(Math.abs(mid)) < BILLION) size = MILLION
    const scaled = mid / size
    let text
    if (size === 1 || mid === 0) text = (signed ? moneyChange : moneyShort)(mid, lang)
    else {
      const digits = Math.abs(scaled) < 1 ? 2 : shortDecimals(scaled)
      text = signedEuro(scaled, figures(scaled, lang, digits), lang) + sizeWord(size, lang)
      if (signed && scaled > 0) text = "+" + text
    }
    return [text, band(low / size, high / size, lang, signed) + sizeWord(size, lang)]
  }

  const millionsDecimals = (eur) => eur >= 100 * MILLION ? 0 : eur >= MILLION ? 1 : 2
  const nothing = ([mid, low, high]) => low === 0 && mid === 0 && high === 0
  const banded = ([, low, high]) => known(low) && known(high)

  function quantity(x, { unit, whole }, lang) {
    if (!whole) return word(`unit.many_${unit}`, lang).replace("{n}", number(x, lang))
    const count = Math.sign(x) * rounded(Math.abs(x), 0)
    if (x > 0 && count <= 1) return `${count ? "1" : "< 1"} ${word(`unit.one_${unit}`, lang)}`
    return word(`unit.many_${unit}`, lang).replace("{n}", number(count, lang))
  }

  const forms = {
    amount: ([x], declared, lang) => quantity(x, declared, lang),
    number: ([mid], { signed }, lang, digits) =>
      signed ? change(mid, lang, digits ?? 0) : number(mid, lang, mid === 0 && digits !== null ? 0 : digits),
    band: (numbers, _, lang, digits) => {
      if (!banded(numbers) || nothing(numbers)) return ""
      const texts = new Set(numbers.map((end) => number(end, lang, digits)))
      return texts.size === 1 ? "" : band(numbers[1], numbers[2], lang, false)
    },
    ratio: (numbers, how, lang, digits) => known(numbers[0]) ? forms.number(numbers, how, lang, digits) : DASH,
    percent: ([share], _, lang, digits) => percent(share, lang, digits ?? 0),
    euro: ([mid, low, high], { signed }, lang) => moneyAndRange(mid, low, high, lang, signed)[0],
    euro_band: (numbers, { signed }, lang) =>
      nothing(numbers) || !banded(numbers) ? "" : moneyAndRange(...numbers, lang, signed)[1],
    millions: ([eur], _, lang) =>
      word("unit.amount_meur", lang).replace("{n}", number(eur / MILLION, lang, millionsDecimals(eur))),
    millions_band: ([, low, high], _, lang) =>
      !known(low) || (low === 0 && high === 0) ? "" : band(low / MILLION, high / MILLION, lang, false),
  }

  // A range that stands in the place of its number; the number where it has none.
  const alone = (band, number, around) => (numbers, how, lang, digits) => {
    const text = forms[band](numbers, how, lang, digits)
    return text ? around(text, lang) : forms[number](numbers, how, lang, digits)
  }
  forms.band_alone = alone("band", "number", (text) => text)
  forms.euro_band_alone = alone("euro_band", "euro", (text, lang) =>
    word(["+", MINUS].includes(text[0]) ? "figure.euro_after" : "figure.euro_range", lang).replace("{range}", text))
  forms.millions_band_alone = alone("millions_band", "millions", (text, lang) =>
    word("unit.amount_meur", lang).replace("{n}", text))

  // The numbers of a quantity (middle, low, high) as text; `largest` is the largest size in its column.
  function written(name, numbers, lang = document.documentElement.lang, largest = Infinity) {
    const how = declaration().quantities[name]
    let { digits } = how
    if (digits !== null && how.narrow !== null && largest < how.narrow) digits += 1
    return forms[how.form]([...numbers], how, lang, digits)
  }

  return { written }
})()
