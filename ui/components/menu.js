// On a small screen the menu lies over the page; it gives way once a page is chosen in it.

const SMALL = "(max-width: 768px)"; // Streamlit lays its sidebar over the page up to here

export default function closingMenu() {
  const sidebar = document.querySelector("[data-testid=stSidebar]");
  if (!sidebar || sidebar.dataset.closesBehind) return;
  sidebar.dataset.closesBehind = "true";
  sidebar.addEventListener("click", (event) => {
    const onPage = event.target.closest("[data-testid=stPageLink]");
    if (onPage && matchMedia(SMALL).matches) {
      sidebar.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
    }
  });
}
