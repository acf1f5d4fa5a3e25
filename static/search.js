// Search as one types. A form with data-app-search asks for its results a moment after the last change and shows them in the element that it names;
// the address follows, so that the page can be shared. Without this script, the form's button does the same.
for (const form of document.querySelectorAll("form[data-app-search]")) {
  const results = document.getElementById(form.dataset.appSearch);
  const status = document.getElementById(`${form.dataset.appSearch}-status`);
  let waiting;
  let asking;

  const address = () => {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (value.trim()) query.append(name, value.trim());
    }
    const url = new URL(form.getAttribute("action"), location.href);
    url.search = query.toString();
    return url;
  };

  const show = async () => {
    asking?.abort();
    asking = new AbortController();
    const wanted = address();
    try {
      const answer = await fetch(wanted, { signal: asking.signal });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.getElementById(results.id);
      if (!found) return;
      results.replaceChildren(...found.childNodes);
      status.textContent = found.dataset.count ?? "";
      // The number behind each choice is that of the other filters as they are now.
      for (const option of page.querySelectorAll("form[data-app-search] option")) {
        const select = form.elements[option.closest("select").name];
        for (const own of select.options) {
          if (own.value === option.value) own.text = option.text;
        }
      }
      history.replaceState(null, "", wanted);
    } catch (error) {
      // Another key was pressed meanwhile, or there is no network: the button still works.
      if (error.name !== "AbortError") status.textContent = "";
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 400);
  });
}
