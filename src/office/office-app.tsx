import { useCallback, useEffect, useState } from 'react';
import { BrowserRouter, Link, Navigate, Route, Routes } from 'react-router';
import { button } from '#ui/button.ts';
import { firstLanguage, type Language } from '#ui/locale.ts';
import { AttentionPage } from './attention/attention-page.tsx';
import { Empty } from './frame/empty.tsx';
import { OfficeFrame } from './frame/office-frame.tsx';
import { Page } from './frame/page.tsx';
import { keepLanguage, keptLanguage } from './kept-language.ts';
import { RegistersPage } from './registers/registers-page.tsx';
import { SalePage } from './sales/sale-page.tsx';
import { SalesPage } from './sales/sales-page.tsx';
import { SessionGate } from './session/session.tsx';
import { OfficeWordsProvider, useSay } from './words/office-words.tsx';

/** The whole office, below /office. */
export function OfficeApp() {
  const [language, setLanguage] = useState<Language>(() => keptLanguage() ?? firstLanguage(navigator.languages));
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const speak = useCallback((chosen: Language) => {
    keepLanguage(chosen);
    setLanguage(chosen);
  }, []);
  return (
    <OfficeWordsProvider language={language} speak={speak}>
      <SessionGate>
        <BrowserRouter basename="/office">
          <Routes>
            <Route element={<OfficeFrame />}>
              <Route index element={<Navigate to="/sales" replace />} />
              <Route path="sales" element={<SalesPage />} />
              <Route path="sales/:transactionId" element={<SalePage />} />
              <Route path="registers" element={<RegistersPage />} />
              <Route path="attention" element={<AttentionPage />} />
              <Route path="*" element={<NoSuchPage />} />
            </Route>
          </Routes>
        </BrowserRouter>
      </SessionGate>
    </OfficeWordsProvider>
  );
}

function NoSuchPage() {
  const say = useSay();
  return (
    <Page title={say('frame.office')}>
      <Empty
        title={say('frame.notFoundTitle')}
        hint={say('frame.notFoundHint')}
        action={
          <Link to="/sales" className={button.plain}>
            {say('frame.toSales')}
          </Link>
        }
      />
    </Page>
  );
}
