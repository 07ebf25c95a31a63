// Every text on the stage whose contrast with what is painted behind it is below 4.5, as it is drawn now.

(() => {
    const luminance = ([r, g, b]) => {
        const [x, y, z] = [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
        return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const rgba = (text) => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = text;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
        return [r, g, b, a / 255];
    };
    const over = ([r, g, b, a], back) => [r, g, b].map((c, i) => c * a + back[i] * (1 - a));
    const holds = (node, x, y) => {
        const matrix = node.getScreenCTM();
        return matrix !== null && node.isPointInFill(new DOMPoint(x, y).matrixTransform(matrix.inverse()));
    };
    /** The nearest thing painted behind a text: a shape before it that holds its middle, else the page. */
    const behind = (text) => {
        const box = text.getBoundingClientRect();
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        let back = rgba(getComputedStyle(document.documentElement).backgroundColor).slice(0, 3);
        for (const node of document.querySelectorAll(".stage-svg rect, .stage-svg circle, .stage-svg path")) {
            if (!(node.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING) || node.closest("[display=none]")) continue;
            const style = getComputedStyle(node);
            if (style.fill === "none" || style.fill.startsWith("url")) continue;
            const b = node.getBoundingClientRect();
            if (x < b.left || x > b.right || y < b.top || y > b.bottom || !holds(node, x, y)) continue;
            const [r, g, bl, a] = rgba(style.fill);
            back = over([r, g, bl, a * Number(style.fillOpacity || 1) * Number(style.opacity || 1)], back);
        }
        return back;
    };
    const wrong = [];
    for (const text of document.querySelectorAll(".stage-svg text")) {
        if (!text.textContent.trim() || text.closest("[display=none]") || text.closest(".layer-tokens") || text.getBoundingClientRect().width === 0) continue;
        const back = behind(text);
        let opacity = 1;
        for (let node = text; node && node !== document.body; node = node.parentElement) opacity *= Number(getComputedStyle(node).opacity);
        const [r, g, b, a] = rgba(getComputedStyle(text).fill);
        const ink = over([r, g, b, a * opacity * Number(getComputedStyle(text).fillOpacity || 1)], back);
        const [dark, light] = [luminance(ink), luminance(back)].sort((one, two) => one - two);
        const contrast = (light + 0.05) / (dark + 0.05);
        if (contrast < 4.5) wrong.push(`${text.textContent} (${text.getAttribute("class")}): ${contrast.toFixed(2)}`);
    }
    return [...new Set(wrong)];
})
