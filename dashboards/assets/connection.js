// A lost connection: said at once, and when the server answers again the page is loaded anew from its own address,
// which holds the study. Nothing of the old page is used further: after a restart its parts would be taken for
// those of another reader's page.
const connection = (() => {
  const TRY_MS = 2000
  let gone = false

  async function answers(address) { // a small file of the server's own, past any cache
    try {
      return (await fetch(address, { method: "HEAD", cache: "no-store" })).ok
    } catch { return false }
  }

  async function lost(address) {
    if (gone) return
    gone = true
    document.getElementById("connection").hidden = false
    while (!await answers(address)) await new Promise((wait) => setTimeout(wait, TRY_MS))
    location.reload()
  }

  return { lost }
})()
