/* Enter goes on to the next field of the sheet, and out of an empty row to the button that looks. Without this script
   Enter looks at once, and Tab goes on all the same. */
document.addEventListener("keydown", (event) => {
  const sheet = event.target.closest && event.target.closest("form[data-slips]");
  if (!sheet || event.key !== "Enter" || event.target.tagName !== "INPUT" || event.target.type === "checkbox") return;
  const row = event.target.closest("li");
  const fields = [...sheet.querySelectorAll("ol input")];
  const next = fields[fields.indexOf(event.target) + 1];
  const empty = row && [...row.querySelectorAll("input")].every((field) => field.value.trim() === "");
  if (!row || empty || event.ctrlKey) return;
  event.preventDefault();
  (next || sheet.querySelector("button[value=look]")).focus();
});
